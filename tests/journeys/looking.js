// What is looked at on a page; put into it after axe (axe.py).
globalThis.looking = (() => {
  const CONTRAST = "color-contrast";
  const OF_THE_LAYOUT = ["target-size", "scrollable-region-focusable", "link-in-text-block", "region"];
  const ROWS = "tbody > tr, li";
  const ROWS_OF_THE_MENU = ".ic-menu li";
  // Rows that differ in their words only have the same colours and the same places: so many of each kind are left.
  const MANY = 4;
  // In which words may stand, with or without any.
  const FIELDS =
    "textarea, select, input:not([type=checkbox], [type=radio], [type=hidden], [type=range], [type=color])";

  const told = ({ violations }) =>
    violations.map(({ id, nodes }) => `${id}: ${nodes[0].target} ${nodes[0].html.slice(0, 160)}`);

  const off = (rules) => Object.fromEntries(rules.map((rule) => [rule, { enabled: false }]));

  const nameOf = async (words) => {
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-1", new TextEncoder().encode(words)));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  // What axe finds, each with the first place where it is.
  const faults = async (options = {}) => told(await axe.run(document, { reporter: "no-passes", ...options }));

  const leaveFewAlike = (rows, many) => {
    const names = /^(id|href|value|name|for|title|action|datetime|headers|aria-label(ledby)?|aria-describedby)$/;
    const own = /^data-(?!state|label)/;
    const said = (each) =>
      [...each.attributes]
        .filter(({ name }) => name !== "data-shade")
        .map(({ name, value }) => (names.test(name) || own.test(name) ? name : `${name}=${value}`));
    const shape = (each) => `${each.tagName} ${said(each)} (${[...each.children].map(shape)})`;
    const seen = new Map();
    for (const row of document.querySelectorAll(rows)) {
      const kinds = seen.get(row.parentElement) || seen.set(row.parentElement, new Map()).get(row.parentElement);
      const kind = shape(row);
      kinds.set(kind, (kinds.get(kind) || 0) + 1);
      if (kinds.get(kind) > many) row.remove();
    }
  };

  const overTheEdge = () =>
    document.scrollingElement.scrollWidth <= window.innerWidth
      ? []
      : [...document.querySelectorAll("main, main *")]
          .filter((each) => each.getBoundingClientRect().right > window.innerWidth)
          .slice(-1)
          .map((each) => `over the edge: ${each.outerHTML.slice(0, 160)}`);

  // Marks words by all that their contrast follows from: colours, size and weight, and every ground they stand on. What
  // stands in a place of its own, perhaps over other words, is known by all of its markup. Gives the names of the marks.
  const shades = () => {
    for (const each of document.querySelectorAll("[data-shade]")) delete each.dataset.shade;
    const [grounds, glass] = [new Map(), "rgba(0, 0, 0, 0),none,1,none,normal,none"];
    const ground = (each) => {
      if (each && !grounds.has(each)) {
        const has = getComputedStyle(each);
        const apart = /absolute|fixed/.test(has.position) ? each.outerHTML : "";
        const parts = ["backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode", "clipPath"];
        const own = parts.map((part) => has[part]).join();
        const below = ground(each.parentElement);
        grounds.set(each, own === glass && !apart ? below : [apart, own, below].join());
      }
      return grounds.get(each) || "";
    };
    const shown = (each) => each.checkVisibility() && Math.min(each.offsetWidth ?? 2, each.offsetHeight ?? 2) > 1;
    const words = (each) =>
      [...each.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.data.trim());
    const found = new Map();
    for (const each of document.querySelectorAll("body, body *")) {
      if (!(words(each) || each.matches(FIELDS)) || !shown(each)) continue;
      const has = getComputedStyle(each);
      const disabled = each.closest(":disabled, [aria-disabled=true]") || each.closest("label")?.control?.disabled;
      const parts = ["color", "fontSize", "fontWeight", "textShadow", "visibility"].map((part) => has[part]);
      const field = each.matches(`${FIELDS}, option`) ? each.tagName : "";
      const shade = [field, Boolean(disabled), ...parts, ground(each)].join();
      const alike = found.get(shade) || found.set(shade, []).get(shade);
      if (alike.length < MANY) alike.push(each);
    }
    return Promise.all(
      [...found].map(async ([shade, alike]) => {
        const name = await nameOf(shade);
        for (const each of alike) each.dataset.shade = name;
        return name;
      }),
    );
  };

  // Which of these shades are easy to read, and what is too faint.
  const judge = async (names) => {
    const include = names.map((name) => [`[data-shade="${name}"]`]);
    const options = { runOnly: [CONTRAST], resultTypes: ["violations", "passes"], elementRef: true };
    const found = await axe.run({ include }, options);
    const good = found.passes.flatMap((rule) => rule.nodes.map((node) => node.element.dataset.shade));
    return { good: good.filter(Boolean), faint: told(found) };
  };

  // All of the page but its colours. Of a menu that was seen whole before, one link of each kind is left in each list,
  // and with it what the layout has to do with is left for the narrow screen.
  const atTheDesk = async (menus) => {
    const words = document.querySelector(".ic-menu")?.textContent.replace(/\s+/g, " ");
    const menu = words ? await nameOf(words) : "";
    const known = menus.includes(menu);
    if (known) leaveFewAlike(ROWS_OF_THE_MENU, 1);
    const later = known ? [CONTRAST, ...OF_THE_LAYOUT] : [CONTRAST];
    return { menu, faults: await faults({ rules: off(later) }), shades: await shades() };
  };

  // Of rows alike a few, in their places.
  const onANarrowScreen = async () => {
    const over = overTheEdge();
    leaveFewAlike(ROWS, MANY);
    return { faults: [...over, ...(await faults({ runOnly: OF_THE_LAYOUT }))], shades: await shades() };
  };

  return { ROWS, faults, leaveFewAlike, shades, judge, atTheDesk, onANarrowScreen };
})();
