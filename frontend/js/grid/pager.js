// On a narrow screen rows are cards, with a way to the next and the previous under the thumb.

import { button, h } from "../dom.js";

/** Two buttons before the others of the bar; shown by the style sheet where rows are cards. */
export function addPager(form, grid) {
  const hold = (event) => event.preventDefault(); // keeps the focus, and with it a telephone's keyboard
  const step = (words, by) => button(words, () => go(grid, by), { secondary: true, onpointerdown: hold });
  const pager = h("div", { class: "ic-pager" }, step("Previous", -1), step("Next", 1));
  (form.querySelector(".ic-savebar") ?? form).prepend(pager);
}

function go(grid, by) {
  const { current } = grid;
  const row = current?.closest("tr") ?? grid.rows[0];
  grid.focus(grid.widget(grid.rowFrom(row, by), current?.closest("td")?.cellIndex ?? 0));
}
