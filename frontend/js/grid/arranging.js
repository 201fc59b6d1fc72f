// Which rows are shown and in what order.

import { announce, counted } from "../dom.js";
import { layOut } from "./chunks.js";
import { FilterBar } from "./filter-bar.js";

export class Arranging {
  #page;
  #filter;
  #facts;
  #choice;

  /** Whether the page was served filtered, so that it may lack rows. */
  partial = false;

  /**
   * `filter`: what a kind of grid filters by (PLAIN, passes, sorted, holdsBack, queryOf, and perhaps needsServer).
   * `facts(row)`: what it asks of a row, with its `element`.
   */
  constructor(page, filter, facts) {
    this.#page = page;
    this.#filter = filter;
    this.#facts = facts;
    this.#choice = filter.PLAIN;
    const form = document.getElementById("sheet-filter");
    if (form) this.#choice = new FilterBar(form, filter, (choice) => this.apply(choice)).choice;
    this.partial = filter.holdsBack(this.#choice) || Boolean(form?.dataset.partial);
    page.arranged(page.grid.rows.length);
  }

  /** Whether every row is shown, in the plain order. */
  get plain() {
    return !this.#filter.holdsBack(this.#choice) && this.#choice.sort === this.#filter.PLAIN.sort;
  }

  showAll() {
    this.apply(this.#filter.PLAIN);
  }

  /** In place; where the page was served filtered, the other rows have to be fetched. */
  apply(choice) {
    const page = this.#page;
    page.commitCurrent();
    if (this.partial || this.#filter.needsServer?.(this.#choice, choice)) {
      page.save().then(() => window.location.reload());
      return;
    }
    this.#choice = choice;
    const { shown, hidden } = this.#parted(choice);
    for (const row of shown) row.hidden = false;
    for (const row of hidden) row.hidden = true;
    layOut(page.table, shown, hidden);
    page.grid.reset();
    page.arranged(page.grid.rows.length);
    this.#count(shown.length);
  }

  #parted(choice) {
    const facts = this.#page.sheet.rows.map((row) => this.#facts(row));
    const parts = { shown: [], hidden: [] };
    for (const fact of this.#filter.sorted(facts, choice.sort)) parts[this.#filter.passes(fact, choice) ? "shown" : "hidden"].push(fact.element);
    return parts;
  }

  #count(shown) {
    const all = this.#page.sheet.rows.length;
    const words = shown === all ? counted(all, "candidate") : `${shown.toLocaleString("en-GB")} of ${counted(all, "candidate")}`;
    const line = document.getElementById("sheet-count");
    if (line) line.textContent = words;
    announce(`${words} shown`);
  }
}
