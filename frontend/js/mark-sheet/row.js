// One row of the table: reads what stands in it, and writes what should.

import { h } from "../dom.js";
import { entered, isZero, valuesOf } from "./values.js";
import { tidy } from "./validate.js";

export class Row {
  #fields = null;
  #known = null;
  #now = null;
  #settled = null;

  /** What the state cell says besides the state: a refused tick, say. Gone with the next change. */
  notice = "";

  constructor(element) {
    this.element = element;
    this.number = element.id.slice(1);
    this.version = Number(element.dataset.v ?? 0);
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

  get editable() {
    return Boolean(this.field && !this.field.disabled);
  }

  /** What the server last told of the row. */
  get known() {
    this.#known ??= this.#asServed();
    return this.#known;
  }

  /** What was last entered here, at rest. */
  get now() {
    return this.#now ?? this.known;
  }

  set now(values) {
    this.#now = values;
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

  #asServed() {
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

  /** The server's word on the row: its version and its values. */
  learn(answer) {
    this.version = answer.version ?? this.version;
    this.element.dataset.v = this.version;
    this.#known = valuesOf(answer);
  }

  /** Put values into the cells; a cell that already says the same is left alone, with its caret. */
  write(values) {
    const { mark, absent, grade, parts, checked } = this.fields;
    this.#now = values;
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

  /** The state without unsent work: as served, then as the server last said. */
  get settled() {
    this.#settled ??= settledAsServed(this.fields.state);
    return this.#settled;
  }

  set settled(state) {
    this.#settled = state;
  }

  /** The state cell: class and words, a message, and `extra` (choices in a conflict). */
  show({ css, words, message = "", extra = null }) {
    const cell = this.fields.state;
    this.#settled ??= settledAsServed(cell);
    const said = this.notice || message;
    if (cell.className !== css) cell.className = css;
    const place = stateWords(cell);
    if (place.textContent !== words) place.textContent = words;
    this.#message(cell, said);
    this.#markWrong(css === "is-problem" && said ? said : "");
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

  #markWrong(sentence) {
    const { field } = this;
    if (!field) return;
    setAttribute(field, "aria-invalid", sentence && "true");
    setAttribute(field, "aria-describedby", sentence && `s${this.number}`);
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

/** An attribute, or none for "". What is so already is not written again: every write makes the browser measure. */
function setAttribute(element, name, value) {
  if (!value) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function setText(field, text) {
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
function stateWords(cell) {
  const words = cell.querySelector(".ic-state__words");
  if (words) return words;
  const kept = [...cell.children].filter((child) => child.matches("select, .ic-row-history"));
  const made = h("span", { class: "ic-state__words" }, servedWords(cell));
  cell.replaceChildren(made, ...kept);
  return made;
}
