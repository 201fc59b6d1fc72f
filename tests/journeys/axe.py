"""What axe finds on a page, and what is judged only once: the same words in the same colours on the same ground."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
CONTRAST = "color-contrast"
OF_THE_LAYOUT = ["target-size", "scrollable-region-focusable", "link-in-text-block", "region"]
MANY = 4
"""Rows that differ in their words only have the same colours and the same places: so many of each kind are left."""
OVER_THE_EDGE = """() => document.scrollingElement.scrollWidth <= window.innerWidth ? [] :
  [...document.querySelectorAll("main, main *")].filter(each => each.getBoundingClientRect().right > window.innerWidth)
    .slice(-1).map(each => each.outerHTML.slice(0, 160))"""
RUN = "options => axe.run(document, options)"
FIELDS = (
    "textarea, select, input:not([type=checkbox], [type=radio], [type=hidden], [type=range], [type=color])"
)
"""In which words may stand, with or without any."""
LEAVE_FEW_ALIKE = """([rows, many]) => {
  const names = /^(id|href|value|name|for|title|action|datetime|headers|aria-label(ledby)?|aria-describedby)$/;
  const own = /^data-(?!state|label)/;
  const said = each => [...each.attributes].filter(({ name }) => name !== "data-shade").map(({ name, value }) =>
    names.test(name) || own.test(name) ? name : `${name}=${value}`);
  const shape = each => `${each.tagName} ${said(each)} (${[...each.children].map(shape)})`;
  const seen = new Map();
  for (const row of document.querySelectorAll(rows)) {
    const kinds = seen.get(row.parentElement) || seen.set(row.parentElement, new Map()).get(row.parentElement);
    const kind = shape(row);
    kinds.set(kind, (kinds.get(kind) || 0) + 1);
    if (kinds.get(kind) > many) row.remove();
  }
}"""
ROWS, ROWS_OF_THE_MENU = "tbody > tr, li", ".ic-menu li"
MENU = "() => document.querySelector('.ic-menu')?.textContent.replace(/\\s+/g, ' ')"
SHADES = """() => {
  for (const each of document.querySelectorAll("[data-shade]")) delete each.dataset.shade;
  const [grounds, glass] = [new Map(), "rgba(0, 0, 0, 0),none,1,none,normal,none"];
  const ground = each => {
    if (each && !grounds.has(each)) {
      const has = getComputedStyle(each);
      const apart = /absolute|fixed/.test(has.position) ? each.outerHTML : "";
      const parts = ["backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode", "clipPath"];
      const own = parts.map(part => has[part]).join();
      const below = ground(each.parentElement);
      grounds.set(each, own === glass && !apart ? below : [apart, own, below].join());
    }
    return grounds.get(each) || "";
  };
  const shown = each => each.checkVisibility() && Math.min(each.offsetWidth ?? 2, each.offsetHeight ?? 2) > 1;
  const words = each => [...each.childNodes].some(one => one.nodeType === Node.TEXT_NODE && one.data.trim());
  const found = new Map();
  for (const each of document.querySelectorAll("body, body *")) {
    if (!shown(each) || !(words(each) || each.matches(FIELDS))) continue;
    const has = getComputedStyle(each);
    const off = each.closest(":disabled, [aria-disabled=true]") || each.closest("label")?.control?.disabled;
    const parts = ["color", "fontSize", "fontWeight", "textShadow", "visibility"].map(part => has[part]);
    const shade = [each.tagName, Boolean(off), ...parts, ground(each)].join();
    const alike = found.get(shade) || found.set(shade, []).get(shade);
    if (alike.length < MANY) alike.push(each);
  }
  const hash = async shade => {
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-1", new TextEncoder().encode(shade)));
    return [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("");
  };
  return Promise.all([...found].map(async ([shade, alike]) => {
    const name = await hash(shade);
    for (const each of alike) each.dataset.shade = name;
    return name;
  }));
}"""
SHADES = SHADES.replace("MANY", str(MANY)).replace("FIELDS", repr(FIELDS))
"""Marks words by all that their contrast follows from: colours, size and weight, and every ground they stand on. What
stands in a place of its own, perhaps over other words, is known by all of its markup."""
JUDGE = """async shades => {
  const include = shades.map(shade => [`[data-shade="${shade}"]`]);
  const options = { runOnly: ["color-contrast"], resultTypes: ["violations", "passes"], elementRef: true };
  const { violations, passes } = await axe.run({ include }, options);
  const nodes = passes.flatMap(rule => rule.nodes.map(node => node.element.dataset.shade));
  return { good: nodes.filter(Boolean), violations: violations.map(({ id, nodes }) =>
    ({ id, nodes: nodes.map(({ target, html }) => ({ target, html })) })) };
}"""
AXE = Axe()


class Judge:
    """Remembers the shades in which axe found words easy to read, and the menus it has seen whole: each is judged once,
    and not on every page."""

    def __init__(self) -> None:
        self.good, self.menus = set[str](), set[str]()

    def knows_the_menu(self, page: Page) -> bool:
        """Whether a menu was seen whole on another page; then one link of each kind is left in each of its lists."""
        menu = page.evaluate(MENU)
        if menu in self.menus:
            page.evaluate(LEAVE_FEW_ALIKE, [ROWS_OF_THE_MENU, 1])
        elif menu:
            self.menus.add(menu)
            return False
        return bool(menu)

    def contrast(self, page: Page) -> list[str]:
        """What is too faint, of the shades that are not known to be good."""
        have_axe(page)
        asked = sorted(set(page.evaluate(SHADES)) - self.good)
        if not asked:
            return []
        found = page.evaluate(JUDGE, asked)
        faint = as_lines(found["violations"])
        if not faint:
            self.good.update(found["good"])
        return faint


SEEN = Judge()
"""All pages that one process looks at."""


def have_axe(page: Page) -> None:
    """Where the page was not opened with it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)


def faults(page: Page, **options: Any) -> list[str]:
    """What axe finds, each with the first place where it is."""
    have_axe(page)
    return as_lines(page.evaluate(RUN, {"resultTypes": ["violations"], **options})["violations"])


def as_lines(found: list[dict[str, Any]]) -> list[str]:
    return [f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['html'][:160]}" for one in found]


def faults_in_every_light(page: Page) -> list[str]:
    """At a desk, on a narrow screen, where nothing may run over the edge, and in the dark.

    All of the page at the desk and for its edges; for colours, and for places on a narrow screen, what is not alike.
    """
    if page.viewport_size != WIDE:
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    later = [CONTRAST, *OF_THE_LAYOUT] if SEEN.knows_the_menu(page) else [CONTRAST]
    found = faults(page, rules={rule: {"enabled": False} for rule in later})
    found += SEEN.contrast(page)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    found += [f"narrow, over the edge: {one}" for one in page.evaluate(OVER_THE_EDGE)]
    page.evaluate(LEAVE_FEW_ALIKE, [ROWS, MANY])
    found += [f"narrow: {one}" for one in (faults(page, runOnly=OF_THE_LAYOUT) + SEEN.contrast(page))]
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in SEEN.contrast(page)]
    page.emulate_media(color_scheme="light")
    return found
