// The sheet's rows, what was entered in them, and what has become of it: between the cells and the outbox.

import { announce } from "../dom.js";
import { rowsOf } from "./chunks.js";
import { conflictChoice } from "./conflict.js";
import { Row } from "./row.js";
import { rowState } from "./status.js";
import { stillFitting, UndoStack } from "./undo.js";
import { check, whyNotChecked } from "./validate.js";
import { same, untickIfChanged, valuesOf } from "./values.js";

export class Sheet {
  #outbox;
  #on;
  #undo = new UndoStack();
  #rows;
  #rules;
  #deferred = new Map();
  #link = "fine";

  /** `on`: changed() when the outbox has more or less in it; wrong(row, sentence); busy(row): someone is typing there. */
  constructor(form, table, outbox, on) {
    this.#outbox = outbox;
    this.#on = on;
    this.#rows = new Map(rowsOf(table).map((element) => [element.id.slice(1), new Row(element)]));
    this.#rules = rulesOf(form, table);
  }

  get rules() {
    return this.#rules;
  }

  get rows() {
    return [...this.#rows.values()];
  }

  row(number) {
    return this.#rows.get(number);
  }

  rowOf(element) {
    return this.#rows.get(element.closest("tr").id.slice(1));
  }

  /** A cell came to rest: take what stands in the row. */
  commit(row) {
    const { now, standing, notice } = row;
    if (!same(now, standing)) row.notice = "";
    const after = untickIfChanged(now, this.#withoutForbiddenTick(row, now, standing));
    if (same(now, after)) this.#nothingChanged(row, notice);
    else this.change([{ row, after }], "typing");
  }

  /** Still in the cell, but no key for a while: take what stands there if it is right already. */
  commitWhileTyping(row) {
    const { standing } = row;
    const asTyped = [row.fields.mark, ...row.fields.parts].every((field) => !field || field.value === field.value.trim());
    if (asTyped && standing.mark !== "" && !check(standing, this.#rules)) this.commit(row);
  }

  #withoutForbiddenTick(row, before, after) {
    if (!after.checked || before.checked) return after;
    const why = whyNotChecked(after, this.#rules);
    if (!why) return after;
    this.refuse(row, why);
    return { ...after, checked: false };
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
    announce(`${row.number}: ${why}`);
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
    const unticked = row.now.checked && !after.checked;
    const message = check(after, this.#rules)?.sentence ?? "";
    this.#deferred.delete(row.number);
    this.#outbox.change(row.number, after, { version, base: row.known, source, message });
    row.write(after);
    row.grey(after);
    this.paint(row);
    if (message) announce(`${row.number} ${row.name}: ${message}`);
    else if (unticked) announce(`${row.number}: no longer checked`);
  }

  /** Take the last step back (or do it again); says which rows moved and which somebody else overtook. */
  undo(again = false) {
    const changes = again ? this.#undo.redo() : this.#undo.undo();
    if (!changes) return null;
    const { fitting, overtaken } = stillFitting(changes, (number) => this.row(number).now);
    this.#apply(fitting.map(({ number, to }) => ({ row: this.row(number), after: to })), "undo");
    return { rows: fitting.map(({ number }) => this.row(number)), overtaken: overtaken.length };
  }

  /** Tick every one of these rows that may be; returns how many were ticked and how many could not be. */
  checkAll(rows) {
    const open = rows.filter((row) => row.editable && !row.now.checked);
    const ready = open.filter((row) => !whyNotChecked(row.now, this.#rules) && this.#canTick(row));
    if (ready.length) this.change(ready.map((row) => ({ row, after: { ...row.now, checked: true } })), "typing");
    return { ticked: ready.length, not: open.length - ready.length };
  }

  #canTick({ number }) {
    return !["problem", "conflict"].includes(this.#outbox.entry(number)?.state);
  }

  /** Empty these cells, as one step. */
  clear(widgets) {
    const after = new Map();
    for (const widget of widgets) {
      const row = this.rowOf(widget);
      after.set(row, emptied(after.get(row) ?? row.now, widget.name));
    }
    const changes = [...after].map(([row, values]) => ({ row, after: untickIfChanged(row.now, values) }));
    const changed = changes.filter(({ row, after: values }) => !same(row.now, values));
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
      row.write(valuesOf(entry.values));
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
      ? conflictChoice(entry, `${row.number} ${row.name}`, (choice) => this.resolve(row, choice)) : null;
    row.show({ ...state, extra });
    this.#on.wrong(row, entry?.message ? `${row.number} ${row.name}: ${entry.message}` : "");
  }
}

function rulesOf(form, table) {
  const [first] = table.tBodies[0].rows;
  const parts = [...(first?.querySelectorAll("[name^=q]") ?? [])];
  return {
    max: Number(form.dataset.max || 999),
    halves: form.dataset.halves === "1",
    graded: Boolean(first?.querySelector("[name^=g]")),
    partMaxima: parts.map(({ dataset }) => (dataset.max ? Number(dataset.max) : undefined)),
  };
}

function emptied(values, name) {
  const letter = name[0];
  if (letter === "m") return { ...values, mark: "", reason: "" };
  if (letter === "g") return { ...values, grade: "" };
  if (letter === "a") return { ...values, absent: false };
  if (letter === "c") return { ...values, checked: false };
  if (letter === "z") return { ...values, reason: "" };
  const place = Number(name.split("_")[1]) - 1;
  return { ...values, parts: values.parts.map((part, index) => (index === place ? "" : part)) };
}

function lock(row) {
  for (const field of row.element.querySelectorAll("input, select")) field.disabled = true;
}
