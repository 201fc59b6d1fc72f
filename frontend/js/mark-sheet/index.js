// The mark sheet's page: a grid of marks, with ticks, figures and histories.

import { counted, h } from "../dom.js";
import { Arranging } from "../grid/arranging.js";
import { keysOf } from "../grid/grid-keys.js";
import { GridPage } from "../grid/grid-page.js";
import { showFigures } from "./figures.js";
import * as filter from "./filter.js";
import { showHistory } from "./history.js";
import { forPreview } from "./paste.js";
import { MarkSheet } from "./sheet.js";
import * as marks from "./values.js";

const KEYS = keysOf("Mark sheet", {
  "Letters, figures": { keys: ["0 to 9"], does: "Replace the mark" },
  F2: { does: "Change the mark where it stands" },
  Up: { does: "Previous candidate" },
  Down: { does: "Next candidate" },
  "Ctrl+Home": { does: "First candidate" },
  "Ctrl+End": { does: "Last candidate" },
  Space: { does: "Tick or untick Absent or Checked" },
});

/** Start the behaviour on the form of a sheet. */
export function markSheet(form) {
  const table = form.querySelector("#grid");
  if (!table?.querySelector("tbody :is(input, select)")) return null;
  return new MarkSheetPage(form, table, marks).begin(KEYS);
}

class MarkSheetPage extends GridPage {
  #historyButton = this.#makeHistoryButton();

  thing = "sheet";
  forbidden = "You may not enter marks on this sheet any more.";
  buttons = { "check-all": () => this.checkAll() };
  gridOptions = { field: "input, select:not([name^=z])" }; // the reason for a 0 goes with its mark and is not a cell of its own
  actions = {
    greyed: (widget) => this.sheet.refuse(this.sheet.rowOf(widget), "Remove the mark or untick absent."),
    history: (widget) => { this.#history(this.sheet.rowOf(widget)); },
  };

  makeSheet(on) {
    return new MarkSheet(this.form, this.table, this.outbox, on);
  }

  makeArranging() {
    return new Arranging(this, filter, (row) => this.#facts(row));
  }

  #facts({ element, number, name, group, now: values, settled }) {
    const wrong = Boolean(this.outbox.entry(number)?.message) || settled.css === "is-problem";
    return { element, number, name, group, values, wrong };
  }

  arranged(shown) {
    const all = this.form.querySelector("button[value=check-all]");
    if (all) all.textContent = `Check all ${shown.toLocaleString("en-GB")} shown`;
  }

  told(body) {
    showFigures(document, body);
  }

  unsaved({ now }) {
    return now.absent ? "Absent" : now.grade || now.mark || "empty";
  }

  // --- paste

  /** What pasted text would do, as the server tells: it knows the candidates that are not shown. */
  async preview(text) {
    const { asked, beyond, note } = this.#question(text);
    await this.save();
    const answer = await this.transport.post(this.form.dataset.preview, asked);
    return answer.kind === "ok" ? { body: withNote(answer.body, note), beyond } : answer;
  }

  #question(text) {
    const { arranging, grid, sheet, shownRows } = this;
    const from = Math.max(grid.place(grid.current?.closest("tr")), 0);
    const numbers = shownRows.slice(from).map(({ number }) => number);
    return forPreview(text, { numbers, heading: sheet.rules.graded ? "Grade" : "Mark", plain: arranging.plain });
  }

  pasted(rows) {
    const known = rows.filter(({ number }) => this.sheet.row(number));
    return known.map((row) => ({ row: this.sheet.row(row.number), after: marks.valuesOf(row), version: row.version }));
  }

  // --- history and ticks

  arrived(row) {
    if (this.#historyButton.parentElement === row.fields.state) return;
    row.grey(row.now);
    row.fields.state.append(this.#historyButton);
  }

  #makeHistoryButton() {
    const show = () => this.#history(this.sheet.rowOf(this.#historyButton));
    return h("button", { type: "button", class: "ic-row-action", tabindex: "-1", "data-aside": true, onclick: show }, "History");
  }

  #history(row) {
    return showHistory({ get: (address) => this.transport.get(address), pattern: this.form.dataset.history, row });
  }

  /** Tick every row shown that may be ticked. */
  checkAll() {
    this.commitCurrent();
    const { ticked, not } = this.sheet.checkAll(this.shownRows);
    const left = not ? ` ${counted(not, "row")} cannot be yet: no mark, a problem, or no reason for a 0.` : "";
    this.say(ticked ? `${counted(ticked, "row")} ticked as checked.${left}` : `Nothing to tick.${left}`);
  }
}

function withNote(preview, note) {
  return note ? { ...preview, notes: [note, ...(preview.notes ?? [])] } : preview;
}
