// The menu: every button opens and closes what it controls, and a closed group opens under a mouse that rests on it.
// Where the menu is a button itself (below 900 px) it starts closed, and groups that do not hold the current page do too.

const NARROW = "(max-width: 899.98px)";
const REST = 150; // ms: a mouse on its way past opens nothing

export function menu(element, view = window) {
  const toggle = element.querySelector(".ic-menu__toggle");
  toggle?.addEventListener("click", () => show(toggle, !isOpen(toggle)));
  for (const group of element.querySelectorAll(".ic-menu__group")) {
    const button = group.querySelector(".ic-menu__button");
    show(button, group.classList.contains("ic-menu__group--open") || hasCurrentPage(group));
    openable(group, button, view);
  }
  const narrow = view.matchMedia(NARROW);
  const settle = () => toggle && show(toggle, !narrow.matches);
  narrow.addEventListener("change", settle);
  settle();
}

/** Opened by a click it stays open; opened by a mouse it closes when the mouse goes. */
function openable(group, button, view) {
  let timer = null;
  let byMouse = false;
  button.addEventListener("click", () => {
    view.clearTimeout(timer);
    show(button, byMouse || !isOpen(button));
    byMouse = false;
  });
  group.addEventListener("pointerenter", ({ pointerType }) => {
    if (pointerType !== "mouse" || isOpen(button)) return;
    timer = view.setTimeout(() => {
      byMouse = true;
      show(button, true);
    }, REST);
  });
  group.addEventListener("pointerleave", () => {
    view.clearTimeout(timer);
    if (byMouse) show(button, false);
    byMouse = false;
  });
}

const isOpen = (button) => button.getAttribute("aria-expanded") !== "false";
const show = (button, open) => button?.setAttribute("aria-expanded", String(open));
const hasCurrentPage = (group) => group.querySelector("[aria-current]") !== null;
