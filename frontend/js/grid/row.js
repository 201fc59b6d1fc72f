// One row of the table: what the server told of it, what was last entered in it, and what its state cell says.

import { h } from "../dom.js";

export class GridRow {
  #known = null;
  #now = null;
  #settled = null;
  #valuesOf;

  /** What the state cell says besides the state: a refused tick, say. Gone with the next change. */
  notice = "";

  /** Of a kind of row: `standing` (what is in the cells), `served` (as the page came), `name`, `field`, `write(values)`. */
  constructor(element, valuesOf) {
    this.element = element;
    this.number = element.id.slice(1);
    this.version = Number(element.dataset.v ?? 0);
    this.#valuesOf = valuesOf;
  }

  /** By what the row is spoken of. */
  get called() {
    return this.number;
  }

  get label() {
    return `${this.called} ${this.name}`.trim();
  }

  get stateCell() {
    return this.element.cells[this.element.cells.length - 1];
  }

  get editable() {
    return Boolean(this.field && !this.field.disabled);
  }

  /** What the server last told of the row. */
  get known() {
    this.#known ??= this.served;
    return this.#known;
  }

  /** What was last entered here, at rest. */
  get now() {
    return this.#now ?? this.known;
  }

  set now(values) {
    this.#now = values;
  }

  /** The server's word on the row: its version and its values. */
  learn(answer) {
    this.version = answer.version ?? this.version;
    this.element.dataset.v = this.version;
    this.#known = this.#valuesOf(answer);
  }

  /** What is greyed while the row holds this: nothing, in most grids. */
  grey() {}

  /** The state without unsent work: as served, then as the server last said. */
  get settled() {
    this.#settled ??= settledAsServed(this.stateCell);
    return this.#settled;
  }

  set settled(state) {
    this.#settled = state;
  }

  /** The state cell: class and words, a message, and `extra` (choices in a conflict). */
  show({ css, words, message = "", extra = null }) {
    const cell = this.stateCell;
    this.#settled ??= settledAsServed(cell);
    const said = this.notice || message;
    if (cell.className !== css) cell.className = css;
    const place = stateWords(cell);
    if (place.textContent !== words) place.textContent = words;
    this.#message(cell, said);
    this.markWrong(css === "is-problem" && said ? said : "");
    const before = cell.querySelector(".ic-conflict");
    if (before && extra && before.textContent === extra.textContent) return; // somebody may be at its buttons
    before?.remove();
    if (extra) cell.append(extra);
  }

  #message(cell, said) {
    let line = cell.querySelector("b");
    if (!said) {
      line?.remove();
      return;
    }
    line ??= cell.appendChild(h("b", { id: `s${this.number}` }));
    if (line.textContent !== said) line.textContent = said;
  }

  /** Mark where the row is entered as wrong, or not. */
  markWrong(sentence) {
    const { field } = this;
    if (!field) return;
    setAttribute(field, "aria-invalid", sentence && "true");
    setAttribute(field, "aria-describedby", sentence && `s${this.number}`);
  }
}

/** An attribute, or none for "". What is so already is not written again: every write makes the browser measure. */
export function setAttribute(element, name, value) {
  if (!value) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

export function setText(field, text) {
  if (field && field.value !== text) field.value = text;
}

function settledAsServed(cell) {
  const message = cell.querySelector("b")?.textContent.trim() ?? "";
  return { css: cell.className, words: servedWords(cell), message };
}

function servedWords(cell) {
  const own = [...cell.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data.trim());
  return cell.querySelector(".ic-state__words")?.textContent ?? own.filter(Boolean).join(" ");
}

/** The words of a state cell in an element of their own, made from the text the page came with. */
export function stateWords(cell) {
  const words = cell.querySelector(".ic-state__words");
  if (words) return words;
  const kept = [...cell.children].filter((child) => child.matches("select, .ic-row-action"));
  const made = h("span", { class: "ic-state__words" }, servedWords(cell));
  cell.replaceChildren(made, ...kept);
  return made;
}
