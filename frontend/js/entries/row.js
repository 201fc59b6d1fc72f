// One row of the entries grid: its cells by column, and what each says of itself.

import { GridRow, setAttribute, setText, stateWords } from "../grid/row.js";
import { labelOf, valuesOf } from "./values.js";

const MARKS = ["is-added", "is-changed", "is-withdrawn"];

export class Row extends GridRow {
  #columns;
  #fields = null;

  /** `columns`: the name of each column by its place; none for a column that cannot be typed in. */
  constructor(element, columns) {
    super(element, valuesOf);
    this.#columns = columns;
  }

  /** By column, where it is typed. */
  get fields() {
    this.#fields ??= this.#findFields();
    return this.#fields;
  }

  #findFields() {
    const found = new Map();
    this.#columns.forEach((column, place) => {
      const field = column && this.element.cells[place]?.querySelector("input");
      if (field) found.set(column, field);
    });
    return found;
  }

  get isNew() {
    return this.element.classList.contains("is-new");
  }

  get called() {
    return this.isNew ? this.#text("candidate_number") || "New candidate" : this.number;
  }

  get name() {
    if (!this.fields.has("surname")) return this.element.cells[1]?.textContent.trim() ?? "";
    return [this.#text("surname"), this.#text("forenames")].filter(Boolean).join(", ");
  }

  #text(column) {
    return this.fields.get(column)?.value.trim() ?? "";
  }

  get field() {
    return [...this.fields.values()].find((field) => field.getAttribute("aria-invalid") === "true") ?? this.fields.values().next().value;
  }

  get standing() {
    return this.#read((field) => field.value.trim());
  }

  get served() {
    return this.#read((field) => field.defaultValue.trim());
  }

  #read(how) {
    return { cells: Object.fromEntries([...this.fields].map(([column, field]) => [column, how(field)])) };
  }

  write(values) {
    this.now = values;
    for (const [column, field] of this.fields) setText(field, values.cells[column] ?? "");
  }

  /** What is held by the awarding body, where the page says so; else what the server last told. */
  get held() {
    const cells = [...this.fields].map(([column, field]) => [column, this.isNew ? "" : field.dataset.held ?? this.known.cells[column]]);
    return { cells: Object.fromEntries(cells) };
  }

  /** Whether somebody has typed something that is not held. */
  get touched() {
    const { cells } = this.held;
    return Object.keys(cells).some((column) => cells[column] !== this.now.cells[column]);
  }

  /** The server's word: values, and of each cell how it differs from what is held, and what is wrong with it. */
  learn(answer) {
    const shown = this.known.cells;
    const cells = Object.fromEntries(Object.keys(shown).map((column) => [column, answer.cells?.[column] ?? shown[column]]));
    super.learn({ ...answer, cells });
    if (!answer.marks) return;
    for (const [column, field] of this.fields) this.#learnCell(column, field, answer);
    if (this.isNew) this.#relabel();
  }

  #learnCell(column, field, { marks, held, problems }) {
    const mark = marks[column] ?? "";
    const cell = field.parentElement;
    for (const css of MARKS) if (cell.classList.contains(css) !== (css === `is-${mark}`)) cell.classList.toggle(css);
    if (mark && !this.isNew) field.dataset.held = held?.[column] ?? "";
    else delete field.dataset.held;
    const fault = problems?.[column] ?? "";
    setAttribute(field, "aria-invalid", fault && "true");
    setAttribute(field, "title", fault);
    setAttribute(field, "aria-describedby", fault ? `s${this.number}` : mark && `d-${mark}`);
  }

  /** A new candidate is called by number and name, as soon as they are typed. */
  #relabel() {
    const label = [this.#text("candidate_number"), this.name].filter(Boolean).join(" ");
    if (!label) return;
    for (const [column, field] of this.fields) setAttribute(field, "aria-label", `${labelOf(column)} ${label}`);
  }

  /** Cells say for themselves what is wrong with them. */
  markWrong() {}

  /** Put a button beside the state. */
  addAction(button) {
    stateWords(this.stateCell);
    if (button.parentElement !== this.stateCell) this.stateCell.append(button);
  }
}
