"""What a page looks like to its user, asked of the browser itself. Each returns what is wrong."""

from datetime import date

from playwright.sync_api import Page

from hygie.terminal.typography import day

TARGET = 44
"""Height of what is pressed with a finger, in CSS pixels."""

CUT = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const found = wide > 0 ? [`the page is ${wide} px too wide`] : [];
  for (const one of document.querySelectorAll("main *, header *, footer *")) {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const seen = box.width > 1 && box.height > 1 && style.visibility === "visible";
    if (!seen || one.closest(".hidden-from-eyes, .figure, thead, svg, textarea, input")) continue;
    if (one.closest("details:not([open])") && !one.closest("summary")) continue;
    if (box.right > innerWidth + 1 || box.left < -1) found.push(`out of sight: ${one.outerHTML}`);
    const hides = style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
    if (hides && one.tagName !== "SELECT") found.push(`cut: ${one.outerHTML}`);
  }
  return found.map((text) => text.slice(0, 200));
}"""

WORDS = "() => document.body.innerText.split(/\\s+/).filter(Boolean).sort()"

SMALL = """(least) => [...document.querySelectorAll(
  "button, [role=button], header a, .tabs a, summary, input:not([type=hidden]), select"
)].filter((one) => {
  const box = (one.closest("label") || one).getBoundingClientRect();
  const seen = box.height > 1 && getComputedStyle(one).visibility === "visible";
  return seen && one.checkVisibility() && box.height < least - 0.5;
}).map((one) => `${one.getBoundingClientRect().height} px: ${one.outerHTML.slice(0, 200)}`)"""

ON_PAPER = """() => [...document.querySelectorAll("body *")].filter(
  (one) => one.matches("button, [role=button], header nav, input, select, .trouble, .skip")
    && one.getBoundingClientRect().height > 1 && one.checkVisibility()
).map((one) => one.outerHTML.slice(0, 200))"""

FOLLOW = """() => {
  const reach = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  window.reached = new Set(); window.unseen = [];
  window.wanted = [...document.querySelectorAll(reach)].filter(
    (one) => one.checkVisibility({ contentVisibilityAuto: true }) && !one.disabled
      && (one.type !== "radio" || one === one.form.querySelector(`[name="${one.name}"]`)));
  document.activeElement.blur();
  document.addEventListener("focusin", ({ target }) => {
    const style = getComputedStyle(target);
    const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    if (!drawn) window.unseen.push(`focus not seen: ${target.outerHTML.slice(0, 200)}`);
    window.reached.add(target);
  });
  // A day is typed in three fields, then picked in a calendar.
  return window.wanted.length + 4 * document.querySelectorAll("[type=date]").length;
}"""

MISSED = """() => [
  ...window.unseen,
  ...window.wanted.filter((one) => !window.reached.has(one))
    .map((one) => `never reached: ${one.outerHTML.slice(0, 200)}`)]"""


def cut(page: Page) -> list[str]:
    """Return what sticks out of the window or is cut."""
    return list(page.evaluate(CUT))


def words(page: Page) -> list[str]:
    """Return the words that are shown, in no order."""
    return list(page.evaluate(WORDS))


def small_targets(page: Page) -> list[str]:
    """Return what is too low for a finger."""
    return list(page.evaluate(SMALL, TARGET))


def wrong_on_paper(page: Page, today: date) -> list[str]:
    """Return what paper should not show, and what it lacks: where it comes from, and its date."""
    found = list(page.evaluate(ON_PAPER))
    line = page.locator(".on-paper").last
    said = line.inner_text() if line.is_visible() else ""
    if "Hygie" not in said or day(today) not in said:
        found.append(f"the line of the page says: {said!r}")
    return found


def unreached(page: Page) -> list[str]:
    """Press Tab through the page; return what is never reached, or reached without being shown."""
    page.mouse.click(0, 0)
    for _ in range(page.evaluate(FOLLOW) + 3):
        page.keyboard.press("Tab")
    return list(page.evaluate(MISSED))
