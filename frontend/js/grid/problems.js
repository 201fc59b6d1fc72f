// What is wrong in the grid, listed at the top, each line leading to its cell.

import { h } from "../dom.js";

export class ProblemList {
  #form;
  #go;
  #box = null;
  #lines = new Map();

  /** `go(number)` puts the focus into the row's cell. */
  constructor(form, go) {
    this.#form = form;
    this.#go = go;
  }

  /** Set or clear the sentence of a row. */
  set(number, sentence) {
    const line = this.#lines.get(number);
    if (!sentence) this.#remove(number);
    else if (line) line.firstElementChild.textContent = sentence;
    else this.#add(number, sentence);
  }

  #add(number, sentence) {
    const link = h("a", { href: `#r${number}`, onclick: (event) => { event.preventDefault(); this.#go(number); } }, sentence);
    const line = h("li", {}, link);
    this.#lines.set(number, line);
    this.#list.append(line);
    this.#box.hidden = false;
  }

  #remove(number) {
    this.#lines.get(number)?.remove();
    this.#lines.delete(number);
    if (this.#box && !this.#lines.size) this.#box.hidden = true;
  }

  get #place() {
    return this.#form.querySelector("#sheet-problems") ?? this.#form.insertBefore(h("div", { id: "sheet-problems" }), this.#form.firstChild);
  }

  get #list() {
    this.#box ??= this.#place.appendChild(makeBox());
    return this.#box.querySelector("ul");
  }
}

function makeBox() {
  return h("section", { class: "govuk-error-summary", "aria-labelledby": "sheet-problems-title" },
    h("h2", { class: "govuk-error-summary__title", id: "sheet-problems-title" }, "There is a problem"),
    h("div", { class: "govuk-error-summary__body" },
      h("p", {}, "The other rows are saved. These are not:"),
      h("ul", { class: "govuk-list govuk-error-summary__list" })));
}
