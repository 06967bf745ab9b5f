"""Django's settings, made for one running app: lean, and nothing that is not used."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hygie.web.server import MEMORY_BYTES

HERE = Path(__file__).parent
COOKIE = "hygie"
FORM_BYTES = 1 << 20
"""A form without a file is never longer."""

FIXED: Mapping[str, Any] = {
    "DEBUG": False,
    "ALLOWED_HOSTS": ["127.0.0.1", "localhost"],
    "ROOT_URLCONF": "hygie.web.urls",
    "INSTALLED_APPS": ["hygie.practice.apps.PracticeConfig", "hygie.web.apps.WebConfig"],
    "MIDDLEWARE": [
        "hygie.web.middleware.identified",
        "django.middleware.csrf.CsrfViewMiddleware",
        "hygie.web.middleware.with_errors_said",
    ],
    "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
    "LANGUAGE_CODE": "fr",
    "USE_I18N": False,
    "USE_TZ": True,
    "TIME_ZONE": "UTC",
    "APPEND_SLASH": False,
    "CSRF_COOKIE_HTTPONLY": True,
    "CSRF_COOKIE_SAMESITE": "Strict",
    "CSRF_FAILURE_VIEW": "hygie.web.refusals.stale_form",
    "DATA_UPLOAD_MAX_MEMORY_SIZE": FORM_BYTES,
    "DATA_UPLOAD_MAX_NUMBER_FIELDS": 500,
    "DATA_UPLOAD_MAX_NUMBER_FILES": 10,
    "FILE_UPLOAD_MAX_MEMORY_SIZE": MEMORY_BYTES,
}
"""What is the same for every app."""

TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": False,
    "DIRS": [],
    "OPTIONS": {
        "loaders": [
            (
                "django.template.loaders.cached.Loader",
                [
                    "django.template.loaders.filesystem.Loader",
                    "django.template.loaders.app_directories.Loader",
                ],
            )
        ],
        "builtins": ["hygie.web.templatetags.hygie"],
        "context_processors": ["hygie.web.context.shell"],
        "string_if_invalid": "",
    },
}

# Addresses and errors are for the person at the screen, not for a log.
SILENCE = {
    "version": 1,
    "disable_existing_loggers": True,
    "handlers": {"nowhere": {"class": "logging.NullHandler"}},
    "root": {"handlers": ["nowhere"]},
    "loggers": {
        name: {"handlers": ["nowhere"], "propagate": False} for name in ("django", "waitress")
    },
}


def settings_of(
    hygie: object,
    *,
    key: str,
    databases: Mapping[str, Mapping[str, Any]],
    port: int,
    templates: Sequence[str] = (),
) -> dict[str, Any]:
    """Return what Django is configured with; ``hygie`` is the world the pages ask.

    ``templates`` are the folders of the rooms that have pages.
    """
    return {
        **FIXED,
        "HYGIE": hygie,
        "SECRET_KEY": key,
        "DATABASES": dict(databases),
        "TEMPLATES": [{**TEMPLATES, "DIRS": list(templates)}],
        "LOGGING": SILENCE,
        "CSRF_COOKIE_NAME": f"{COOKIE}-formulaires-{port}",
    }
