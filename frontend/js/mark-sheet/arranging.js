// Which rows are shown and in what order; and ticking all that are shown.

import { announce, counted } from "../dom.js";
import { layOut } from "../grid/chunks.js";
import { FilterBar } from "../grid/filter-bar.js";
import * as filter from "./filter.js";

const { holdsBack, passes, PLAIN, sorted } = filter;

export class Arranging {
  #page;

  /** Whether the page was served filtered, so that it may lack rows. */
  partial = false;
  #choice = PLAIN;

  constructor(page) {
    this.#page = page;
    const form = document.getElementById("sheet-filter");
    if (form) this.#choice = new FilterBar(form, filter, (choice) => this.apply(choice)).choice;
    this.partial = holdsBack(this.#choice);
    this.#nameCheckAll();
  }

  /** Whether every row is shown, in order of number. */
  get plain() {
    return !holdsBack(this.#choice) && this.#choice.sort === PLAIN.sort;
  }

  showAll() {
    this.apply(PLAIN);
  }

  /** In place; where the page was served filtered, the other rows have to be fetched. */
  apply(choice) {
    const page = this.#page;
    page.commitCurrent();
    if (this.partial) {
      page.save().then(() => window.location.reload());
      return;
    }
    this.#choice = choice;
    const { shown, hidden } = this.#parted(choice);
    for (const row of shown) row.hidden = false;
    for (const row of hidden) row.hidden = true;
    layOut(page.table, shown, hidden);
    page.grid.reset();
    this.#nameCheckAll();
    this.#count(shown.length);
  }

  #parted(choice) {
    const facts = this.#page.sheet.rows.map((row) => this.#facts(row));
    const parts = { shown: [], hidden: [] };
    for (const fact of sorted(facts, choice.sort)) parts[passes(fact, choice) ? "shown" : "hidden"].push(fact.element);
    return parts;
  }

  #facts(row) {
    const { element, number, name, group, now: values, settled } = row;
    const wrong = Boolean(this.#page.outbox.entry(number)?.message) || settled.css === "is-problem";
    return { element, number, name, group, values, wrong };
  }

  #nameCheckAll() {
    const all = this.#page.form.querySelector("button[value=check-all]");
    if (all) all.textContent = `Check all ${this.#page.grid.rows.length.toLocaleString("en-GB")} shown`;
  }

  #count(shown) {
    const all = this.#page.sheet.rows.length;
    const words = shown === all ? counted(all, "candidate") : `${shown.toLocaleString("en-GB")} of ${counted(all, "candidate")}`;
    const line = document.getElementById("sheet-count");
    if (line) line.textContent = words;
    announce(`${words} shown`);
  }
}
