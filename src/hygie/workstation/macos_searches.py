"""When macOS last looked for its updates, as Software Update wrote it down."""

from datetime import datetime, timedelta

from hygie.workstation.macos_plist import Settings, dates

DOMAIN = "com.apple.SoftwareUpdate"
DAY = timedelta(days=1)
SEARCHES = ("LastFullSuccessfulDate", "LastSuccessfulDate", "LastBackgroundSuccessfulDate")


def days_since_search(settings: Settings, now: datetime) -> int | None:
    """Count the days since the last search that ended well; a date to come is a wrong clock."""
    found = [date for name in SEARCHES for date in dates(settings, name)]
    if not found or max(found) > now + DAY:
        return None
    return max(0, (now - max(found)) // DAY)
