// The rows of a grid, what was entered in them, and what has become of it: between the cells and the outbox.

import { announce } from "../dom.js";
import { rowsOf } from "./chunks.js";
import { conflictChoice } from "./conflict.js";
import { rowState } from "./status.js";
import { stillFitting, UndoStack } from "./undo.js";

export class Sheet {
  #outbox;
  #on;
  #values;
  #makeRow;
  #undo;
  #rows;
  #deferred = new Map();
  #link = "fine";

  /**
   * `values`: what a row holds (same, valuesOf, inWords); `makeRow(element)`.
   * `on`: changed() when the outbox has more or less in it; wrong(row, sentence); busy(row): someone is typing there.
   */
  constructor({ table, outbox, values, makeRow, on }) {
    this.#outbox = outbox;
    this.#on = on;
    this.#values = values;
    this.#makeRow = makeRow;
    this.#undo = new UndoStack(values.same);
    this.#rows = new Map(rowsOf(table).map((element) => [element.id.slice(1), makeRow(element)]));
  }

  // --- what a kind of grid decides for itself

  /** What a row holds once its cells have come to rest. */
  atRest(row, now, standing) {
    return standing;
  }

  /** Whether what stands in a row is worth taking although somebody is still in the cell. */
  worthTaking() {
    return true;
  }

  /** What is wrong with values, in a sentence; nothing where only the server knows. */
  wrong() {
    return "";
  }

  /** What a screen reader hears of a change that is not wrong. */
  aside() {
    return "";
  }

  // --- rows

  get rows() {
    return [...this.#rows.values()];
  }

  row(number) {
    return this.#rows.get(number);
  }

  rowOf(element) {
    return this.#rows.get(element.closest("tr").id.slice(1));
  }

  /** A row that was put into the table. */
  add(element) {
    const row = this.#makeRow(element);
    this.#rows.set(row.number, row);
    return row;
  }

  /** A cell came to rest: take what stands in the row. */
  commit(row) {
    const { now, standing, notice } = row;
    if (!this.#values.same(now, standing)) row.notice = "";
    const after = this.atRest(row, now, standing);
    if (this.#values.same(now, after)) this.#nothingChanged(row, notice);
    else this.change([{ row, after }], "typing");
  }

  /** Still in the cell, but no key for a while: take what stands there if it is right already. */
  commitWhileTyping(row) {
    if (this.worthTaking(row)) this.commit(row);
  }

  #nothingChanged(row, notice) {
    const deferred = this.#deferred.get(row.number);
    this.#deferred.delete(row.number);
    row.write(row.now);
    if (deferred) this.#takeOver(row, deferred);
    else if (notice !== row.notice) this.paint(row);
  }

  /** Say in the row why something was not done. */
  refuse(row, why) {
    row.notice = why;
    announce(`${row.called}: ${why}`);
    this.paint(row);
  }

  /** One step of a person: [{ row, after, version? }]; it can be undone as one. */
  change(changes, source) {
    this.#undo.push(changes.map(({ row, after }) => ({ number: row.number, before: row.now, after })));
    this.#apply(changes, source);
  }

  #apply(changes, source) {
    for (const { row, after, version = row.version } of changes) this.#applyOne(row, after, version, source);
    this.#on.changed();
  }

  #applyOne(row, after, version, source) {
    const aside = this.aside(row.now, after);
    const message = this.wrong(after);
    this.#deferred.delete(row.number);
    this.#outbox.change(row.number, after, { version, base: row.known, source, message });
    row.write(after);
    row.grey(after);
    this.paint(row);
    if (message) announce(`${row.label}: ${message}`);
    else if (aside) announce(`${row.called}: ${aside}`);
  }

  /** Take the last step back (or do it again); says which rows moved and which somebody else overtook. */
  undo(again = false) {
    const changes = again ? this.#undo.redo() : this.#undo.undo();
    if (!changes) return null;
    const { fitting, overtaken } = stillFitting(changes, (number) => this.row(number).now, this.#values.same);
    this.#apply(fitting.map(({ number, to }) => ({ row: this.row(number), after: to })), "undo");
    return { rows: fitting.map(({ number }) => this.row(number)), overtaken: overtaken.length };
  }

  /** Empty these cells, as one step. `emptied(values, widget)`: the values without what is in the cell. */
  clear(widgets) {
    const after = new Map();
    for (const widget of widgets) {
      const row = this.rowOf(widget);
      after.set(row, this.emptied(after.get(row) ?? row.now, widget, row));
    }
    const changes = [...after].map(([row, values]) => ({ row, after: this.atRest(row, row.now, values) }));
    const changed = changes.filter(({ row, after: values }) => !this.#values.same(row.now, values));
    for (const { row } of changes) row.write(row.now);
    if (changed.length) this.change(changed, "typing");
  }

  /** The server answered a post. */
  answered(became) {
    for (const { number, kind, row: answer } of became) this.#becameOf(this.row(number), kind, answer);
    this.#on.changed();
  }

  #becameOf(row, kind, answer) {
    if (kind === "saved" || kind === "locked") {
      this.#takeOver(row, answer);
      if (kind === "locked") lock(row);
    } else {
      row.learn(answer);
      this.paint(row);
    }
  }

  /** The row holds what the server says, but for what is just being typed in it. */
  #takeOver(row, answer) {
    row.learn(answer);
    row.settled = { css: answer.state ?? "is-locked", words: answer.words ?? "Locked", message: answer.message };
    if (this.#on.busy(row)) row.now = row.known;
    else {
      row.write(row.known);
      row.grey(row.known);
    }
    this.paint(row);
  }

  /** Rows that others have saved; what is unsent or being typed here stays, and will meet them when it is sent. */
  heard(answers) {
    for (const answer of answers) {
      const row = this.row(answer.number);
      if (!row || answer.version <= row.version || this.#outbox.entry(row.number)) continue;
      const said = { ...answer, words: [answer.words, answer.by && `by ${answer.by}`].filter(Boolean).join(" ") };
      if (this.#on.busy(row)) this.#deferred.set(row.number, said);
      else this.#takeOver(row, said);
    }
  }

  /** A person chose between two values. */
  resolve(row, choice) {
    if (row.element.contains(document.activeElement)) row.field.focus();
    const theirs = this.#outbox.resolve(row.number, choice);
    if (choice === "theirs") this.#takeOver(row, { ...theirs, message: "" });
    else this.paint(row);
    this.#on.changed();
  }

  /** Unsent work of an earlier page; returns how much of it found its row. */
  restore(entries) {
    const found = entries.filter(({ number }) => this.row(number)?.editable && !this.#outbox.entry(number));
    for (const entry of found) {
      const row = this.row(entry.number);
      this.#outbox.restore(entry);
      row.write(this.#values.valuesOf(entry.values));
      row.grey(row.now);
      this.paint(row);
    }
    if (found.length) this.#on.changed();
    return found.length;
  }

  /** The line to the server is fine, or not: rows with unsent work say so. */
  set link(link) {
    if (link === this.#link) return;
    this.#link = link;
    for (const number of this.#outbox.numbers()) this.paint(this.row(number));
  }

  /** Rows just taken by a post. */
  sent({ rows }) {
    for (const { number } of rows) this.paint(this.row(number));
  }

  paint(row) {
    const entry = this.#outbox.entry(row.number);
    const state = entry ? rowState(entry, this.#link) : row.settled;
    const extra = entry?.state === "conflict"
      ? conflictChoice(entry, row.label, this.#values.inWords, (choice) => this.resolve(row, choice)) : null;
    row.show({ ...state, extra });
    this.#on.wrong(row, entry?.message ? `${row.label}: ${entry.message}` : "");
  }
}

function lock(row) {
  for (const field of row.element.querySelectorAll("input, select")) field.disabled = true;
}
