// A rectangle of cells, from where it was begun to where it has been drawn.

import { columnOf } from "./cells.js";

export class Selection {
  #grid;
  #anchor = null;
  #head = null;
  #marked = new Set();
  #field;

  /** `field`: what is entered in a cell, as a selector. */
  constructor(grid, field) {
    this.#grid = grid;
    this.#field = field;
  }

  get empty() {
    return !this.#anchor;
  }

  clear() {
    if (this.empty) return;
    this.#anchor = null;
    this.#head = null;
    this.#mark(new Set());
  }

  /** Draw the selection one cell further; the focus goes along. */
  extend(widget, down, across) {
    const row = widget.closest("tr");
    if (down) return this.extendTo(this.#grid.widget(this.#grid.rowFrom(row, down), columnOf(widget)));
    const columns = columnsOf(this.#grid.widgets(row));
    const column = columns[columns.indexOf(columnOf(widget)) + across];
    return column === undefined || this.extendTo(this.#grid.widget(row, column));
  }

  extendTo(widget) {
    this.#anchor ??= cellOf(this.#grid.active ?? widget);
    this.#head = cellOf(widget);
    this.#grid.focus(widget, { keepSelection: true, along: true });
    this.#mark(new Set(this.#cells()));
  }

  everything() {
    const { rows } = this.#grid;
    if (!rows.length) return;
    this.#anchor = { row: rows[0], column: 0 };
    this.#head = { row: rows.at(-1), column: Infinity };
    this.#mark(new Set(this.#cells()));
  }

  #mark(cells) {
    for (const cell of this.#marked) if (!cells.has(cell)) cell.removeAttribute("aria-selected");
    for (const cell of cells) if (!this.#marked.has(cell)) cell.setAttribute("aria-selected", "true");
    this.#marked = cells;
  }

  *#cells() {
    for (const row of this.lines) for (const cell of row) yield cell;
  }

  /** The selected cells, row by row: only cells in which something can be entered. */
  get lines() {
    if (this.empty) return [];
    const places = [this.#grid.place(this.#anchor.row), this.#grid.place(this.#head.row)];
    const columns = [this.#anchor.column, this.#head.column];
    const [left, right] = [Math.min(...columns), Math.max(...columns)];
    const rows = this.#grid.rows.slice(Math.min(...places), Math.max(...places) + 1);
    const inside = (cell) => cell.cellIndex >= left && cell.cellIndex <= right && this.fieldOf(cell);
    return rows.map((row) => [...row.cells].filter(inside));
  }

  /** What can be changed in the selection, or null when nothing is selected. */
  get widgets() {
    return this.empty ? null : this.lines.flat().map((cell) => this.fieldOf(cell));
  }

  fieldOf(cell) {
    return cell.querySelector(this.#field);
  }

  /** The selected cells as text that a spreadsheet takes. */
  get text() {
    return this.lines.map((cells) => cells.map((cell) => words(this.fieldOf(cell))).join("\t")).join("\r\n");
  }
}

function cellOf(widget) {
  return { row: widget.closest("tr"), column: columnOf(widget) };
}

function columnsOf(widgets) {
  return [...new Set(widgets.map(columnOf))];
}

function words(widget) {
  if (widget.type !== "checkbox") return widget.value;
  return widget.checked ? "Yes" : "";
}
