"""What axe finds on a page, and what is judged only once: the same words in the same colours on the same ground."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
SCRIPT = "\n".join([Axe().axe_script, (Path(__file__).parent / "looking.js").read_text()])
"""What a page that is looked at has in it."""


class Judge:
    """Remembers the shades in which axe found words easy to read, and the menus it has seen whole: each is judged once,
    and not on every page."""

    def __init__(self) -> None:
        self.good, self.menus = set[str](), set[str]()

    def at_the_desk(self, page: Page) -> list[str]:
        """All of the page on a wide screen; what a known menu repeats is left out."""
        found = page.evaluate("menus => looking.atTheDesk(menus)", sorted(self.menus))
        self.menus |= {found["menu"]} - {""}
        return [*found["faults"], *self.faint(page, found["shades"])]

    def on_a_narrow_screen(self, page: Page) -> list[str]:
        """Nothing may run over the edge, and all must be reached: of what is alike, a few."""
        found = page.evaluate("() => looking.onANarrowScreen()")
        return [*found["faults"], *self.faint(page, found["shades"])]

    def contrast(self, page: Page) -> list[str]:
        """What is too faint as the page is now."""
        return self.faint(page, page.evaluate("() => looking.shades()"))

    def faint(self, page: Page, shades: list[str]) -> list[str]:
        """What is too faint of these, of which those that are known to be good are not judged again."""
        asked = sorted(set(shades) - self.good)
        if not asked:
            return []
        found = page.evaluate("shades => looking.judge(shades)", asked)
        faint: list[str] = found["faint"]
        if not faint:
            self.good.update(found["good"])
        return faint


SEEN = Judge()
"""All pages that one process looks at."""


def have_axe(page: Page) -> None:
    """Where the page was not opened with it."""
    if not page.evaluate("'looking' in globalThis"):
        page.evaluate(SCRIPT)


def faults(page: Page) -> list[str]:
    """What axe finds, each with the first place where it is."""
    have_axe(page)
    found: list[str] = page.evaluate("() => looking.faults()")
    return found


def faults_in_every_light(page: Page) -> list[str]:
    """At a desk, on a narrow screen, where nothing may run over the edge, and in the dark.

    All of the page at the desk and for its edges; for colours, and for places on a narrow screen, what is not alike.
    """
    have_axe(page)
    if page.viewport_size != WIDE:
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    found = SEEN.at_the_desk(page)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    found += [f"narrow: {one}" for one in SEEN.on_a_narrow_screen(page)]
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in SEEN.contrast(page)]
    page.emulate_media(color_scheme="light")
    return found
