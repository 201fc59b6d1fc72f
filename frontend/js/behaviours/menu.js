// The menu: every button opens and closes what it controls. Where the menu is a button itself (below 900 px) it starts closed,
// and groups that do not hold the current page start closed.

const NARROW = "(max-width: 899.98px)";

export function menu(element, view = window) {
  const toggle = element.querySelector(".ic-menu__toggle");
  for (const button of element.querySelectorAll("button[aria-controls]")) {
    button.addEventListener("click", () => show(button, button.getAttribute("aria-expanded") === "false"));
  }
  for (const group of element.querySelectorAll(".ic-menu__group")) {
    show(group.querySelector(".ic-menu__button"), group.classList.contains("ic-menu__group--open") || hasCurrentPage(group));
  }
  const narrow = view.matchMedia(NARROW);
  const settle = () => toggle && show(toggle, !narrow.matches);
  narrow.addEventListener("change", settle);
  settle();
}

const show = (button, open) => button?.setAttribute("aria-expanded", String(open));
const hasCurrentPage = (group) => group.querySelector("[aria-current]") !== null;
