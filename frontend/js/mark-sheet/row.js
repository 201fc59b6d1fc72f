// One row of the mark sheet: reads what stands in it, and writes what should.

import { h } from "../dom.js";
import { GridRow, setAttribute, setText, stateWords } from "../grid/row.js";
import { entered, isZero, valuesOf } from "./values.js";
import { tidy } from "./validate.js";

export class Row extends GridRow {
  #fields = null;

  constructor(element) {
    super(element, valuesOf);
  }

  get name() {
    return this.element.cells[1].textContent.trim();
  }

  get group() {
    return this.element.cells[2].textContent.trim();
  }

  get fields() {
    this.#fields ??= findFields(this.element, this.number);
    return this.#fields;
  }

  /** Where the row's value is entered. */
  get field() {
    return this.fields.mark ?? this.fields.grade;
  }

  /** What stands in the cells, perhaps still being typed. */
  get standing() {
    const { mark, absent, grade, parts, checked } = this.fields;
    return {
      mark: tidy(mark?.value ?? ""),
      absent: absent?.checked ?? false,
      grade: grade?.value ?? "",
      reason: this.reasonField?.value ?? "",
      parts: parts.map((part) => tidy(part.value)),
      checked: checked?.checked ?? false,
    };
  }

  get served() {
    const { mark, absent, grade, parts, checked } = this.fields;
    const chosen = (select) => [...(select?.options ?? [])].find((option) => option.defaultSelected)?.value ?? "";
    return {
      mark: mark?.defaultValue ?? "",
      absent: absent?.defaultChecked ?? false,
      grade: chosen(grade),
      reason: chosen(this.reasonField),
      parts: parts.map((part) => part.defaultValue),
      checked: checked?.defaultChecked ?? false,
    };
  }

  get reasonField() {
    return this.fields.state.querySelector("select[name^=z]");
  }

  /** Put values into the cells; a cell that already says the same is left alone, with its caret. */
  write(values) {
    const { mark, absent, grade, parts, checked } = this.fields;
    this.now = values;
    setText(mark, values.mark);
    setText(grade, values.grade);
    parts.forEach((part, index) => setText(part, values.parts[index] ?? ""));
    if (absent) absent.checked = values.absent;
    if (checked) checked.checked = values.checked;
    this.askForReason(values);
  }

  /** A zero asks for its reason, beside the state; anything else does not. */
  askForReason(values) {
    const asked = isZero(values);
    const select = this.reasonField;
    if (!asked) select?.remove();
    else if (select) setText(select, values.reason);
    else this.#addReason(values.reason);
  }

  #addReason(reason) {
    const choices = document.getElementById("zero-reasons")?.content.cloneNode(true);
    if (!choices) return;
    const name = `z${this.number}`;
    const select = choices.querySelector("select") ?? h("select", {}, choices);
    for (const [key, value] of [["name", name], ["aria-label", `Reason for 0 ${this.number} ${this.name}`], ["tabindex", "-1"]]) select.setAttribute(key, value);
    stateWords(this.fields.state).after(select);
    setText(select, reason);
  }

  /** Absent greys the mark, and the other way round: greyed cells can be reached, so that they can say why. */
  grey(values) {
    const { mark, absent, parts } = this.fields;
    if (!mark || !absent || absent.disabled) return;
    const marked = entered({ ...values, absent: false }) || values.parts.some(Boolean);
    const greyed = values.absent && !marked;
    for (const field of [mark, ...parts]) {
      if (field.readOnly === greyed) continue;
      field.readOnly = greyed;
      field.toggleAttribute("data-greyed", greyed);
    }
    setAttribute(absent, "aria-disabled", marked && !values.absent ? "true" : "");
  }
}

function findFields(element, number) {
  const named = (letter) => element.querySelector(`[name="${letter}${number}"]`);
  return {
    mark: named("m"),
    absent: named("a"),
    grade: named("g"),
    checked: named("c"),
    parts: [...element.querySelectorAll(`[name^="q${number}_"]`)],
    state: element.cells[element.cells.length - 1],
  };
}
