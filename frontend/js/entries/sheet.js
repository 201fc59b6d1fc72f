// The rows of the entries grid. Nothing is wrong by itself here: what is typed is kept, and the server says what it means.

import { Sheet } from "../grid/sheet.js";
import { Row } from "./row.js";
import * as entries from "./values.js";

export class EntriesSheet extends Sheet {
  #columns;

  constructor(table, outbox, on) {
    const columns = [...table.tHead.rows[0].cells].map((cell) => cell.dataset.column ?? "");
    super({ table, outbox, values: entries, makeRow: (element) => new Row(element, columns), on });
    this.#columns = columns;
  }

  /** The columns in the order of the page; "" for one that cannot be typed in. */
  get columns() {
    return this.#columns;
  }

  emptied(values, widget) {
    const column = this.#columns[widget.closest("td, th").cellIndex];
    return entries.withCells(values, { [column]: "" });
  }

  /** Put rows back to what is held; a new candidate's row is emptied. One step. */
  putBack(rows) {
    const changes = rows.filter((row) => row.touched).map((row) => ({ row, after: entries.withCells(row.now, row.held.cells) }));
    if (changes.length) this.change(changes, "typing");
    return changes.length;
  }
}
