// The mark sheet's rows: what its rules say of a mark, and which rows may be ticked as checked.

import { Sheet } from "../grid/sheet.js";
import { Row } from "./row.js";
import { check, whyNotChecked } from "./validate.js";
import * as marks from "./values.js";

export class MarkSheet extends Sheet {
  #outbox;
  #rules;

  constructor(form, table, outbox, on) {
    super({ table, outbox, values: marks, makeRow: (element) => new Row(element), on });
    this.#outbox = outbox;
    this.#rules = rulesOf(form, table);
  }

  get rules() {
    return this.#rules;
  }

  wrong(values) {
    return check(values, this.#rules)?.sentence ?? "";
  }

  aside(before, after) {
    return before.checked && !after.checked ? "no longer checked" : "";
  }

  worthTaking(row) {
    const { standing } = row;
    const asTyped = [row.fields.mark, ...row.fields.parts].every((field) => !field || field.value === field.value.trim());
    return asTyped && standing.mark !== "" && !this.wrong(standing);
  }

  atRest(row, now, standing) {
    return marks.untickIfChanged(now, this.#withoutForbiddenTick(row, now, standing));
  }

  #withoutForbiddenTick(row, before, after) {
    if (!after.checked || before.checked) return after;
    const why = whyNotChecked(after, this.#rules);
    if (!why) return after;
    this.refuse(row, why);
    return { ...after, checked: false };
  }

  emptied(values, { name }) {
    return emptied(values, name);
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
