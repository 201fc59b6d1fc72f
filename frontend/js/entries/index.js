// The page of the entries grid: candidates down, codes across.

import { counted, h } from "../dom.js";
import { Arranging } from "../grid/arranging.js";
import { keysOf } from "../grid/grid-keys.js";
import { GridPage } from "../grid/grid-page.js";
import { filterFor } from "./filter.js";
import { hasHeadings, isEmptyLine, laidOut } from "./paste.js";
import { EntriesSheet } from "./sheet.js";
import * as entries from "./values.js";

const ROWS_ADDED = 10;
const OWN_KEYS = [
  { keys: ["Alt+U"], action: "uci", does: "Make a UCI for this new candidate" },
  { keys: ["Alt+R"], action: "putBack", does: "Put the row back as it is held; empty a new one" },
];
const KEYS = [...keysOf("Entries", { Space: null, "Alt+H": null }), ...OWN_KEYS.map((key) => ({ ...key, where: "Entries" }))];

/** Start the behaviour on the form of a grid. */
export function entriesGrid(form) {
  const table = form.querySelector("#grid");
  if (!table?.querySelector("tbody input")) return null;
  return new EntriesPage(form, table, entries).begin(KEYS).follow(window.location.hash);
}

class EntriesPage extends GridPage {
  #action = h("button", { type: "button", class: "ic-row-action", tabindex: "-1", "data-aside": true, onclick: () => this.#act() }, "");
  #uci = h("button", { type: "button", class: "ic-row-action", tabindex: "-1", "data-aside": true, onclick: () => this.makeUcis([this.sheet.rowOf(this.#uci)]) }, "Make a UCI");

  forbidden = "You may not make entries any more.";
  buttons = {
    "add-rows": () => this.addRows(),
    ucis: () => this.makeUcis(),
    review: () => this.#review(),
  };
  gridOptions = { keys: new Map(OWN_KEYS.map(({ keys: [key], action }) => [key, action])) };
  actions = {
    greyed: () => {},
    uci: (widget) => { this.makeUcis([this.sheet.rowOf(widget)]); },
    putBack: (widget) => { this.#putBack(this.sheet.rowOf(widget)); },
  };

  get codes() {
    return this.form.dataset.codes.split(" ").filter(Boolean);
  }

  makeSheet(on) {
    return new EntriesSheet(this.table, this.outbox, on);
  }

  /** An address that names a row leads to what is wrong in it. */
  follow(hash) {
    const row = this.sheet.row(hash.slice(2));
    if (hash.startsWith("#r") && row) this.grid.focus(row.field);
    return this;
  }

  makeArranging() {
    return new Arranging(this, filterFor(this.codes), (row) => this.#facts(row));
  }

  #facts(row) {
    const { element, called, name, now: { cells }, settled } = row;
    const wrong = Boolean(this.outbox.entry(row.number)?.message) || settled.css === "is-problem";
    return { element, called, name, uci: cells.uci ?? "", entered: this.codes.some((code) => cells[code]), touched: row.touched, wrong };
  }

  told({ others }) {
    const line = document.getElementById("sheet-others");
    if (line && others) line.textContent = others.length ? `Also here: ${others.join(", ")}` : line.textContent;
  }

  unsaved({ now }) {
    return entries.inWords(now);
  }

  // --- rows

  /** Empty rows for new candidates at the end; returns the rows. */
  addRows(number = ROWS_ADDED, { quietly = false } = {}) {
    const made = Array.from({ length: number }, () => this.#addRow(freshKey()));
    this.grid.reset();
    if (!quietly && made.length) {
      this.grid.focus(this.grid.widgets(made[0].element)[0]);
      this.say(`${counted(made.length, "empty row")} added.`);
    }
    return made;
  }

  #addRow(key) {
    const element = document.getElementById("new-row").content.firstElementChild.cloneNode(true);
    element.id = `r${key}`;
    const place = this.sheet.rows.length + 1;
    [...element.cells].slice(0, -1).forEach((cell, index) => {
      const column = this.sheet.columns[index];
      const field = cell.querySelector("input");
      field.tabIndex = -1;
      field.setAttribute("aria-label", `${entries.labelOf(column)} new candidate ${place}`);
    });
    const last = [...this.table.tBodies].filter((body) => !body.hidden).at(-1);
    last.append(element);
    return this.sheet.add(element);
  }

  get canAddRows() {
    return Boolean(document.getElementById("new-row"));
  }

  makeRoomFor(kept) {
    if (!this.canAddRows) return;
    for (const { number } of kept) if (isNew(number) && !this.sheet.row(number)) this.#addRow(number);
    this.grid.reset();
  }

  // --- what a row offers

  arrived(row) {
    this.#action.textContent = row.isNew ? "Take out" : "Put back";
    if (row.touched) row.addAction(this.#action);
    else this.#action.remove();
    const { cells } = row.now;
    if (row.isNew && cells.candidate_number && !cells.uci) row.addAction(this.#uci);
    else this.#uci.remove();
  }

  #act() {
    this.#putBack(this.sheet.rowOf(this.#action));
  }

  #putBack(row) {
    this.sheet.commit(row);
    const label = row.label;
    if (!this.sheet.putBack([row])) this.say("This row is as it is held.");
    else this.say(row.isNew ? `${label} taken out. Ctrl+Z brings it back.` : `${label} is as it is held again. Ctrl+Z takes that back.`);
    this.grid.focus(this.grid.widgets(row.element)[0]);
  }

  /** UCIs for these rows, or for all new ones without. */
  async makeUcis(rows = null) {
    await this.save();
    if (this.outbox.unsent) {
      this.say("Some changes are not saved yet. Make the UCIs when they are.");
      return;
    }
    const answer = await this.transport.post(this.form.dataset.ucis, rows ? { rows: rows.map(({ number }) => number) } : {});
    if (answer.kind === "signed-out") this.company.signedOut();
    else if (answer.kind !== "ok") this.say(answer.message ?? "The service is not answering. Try again soon.");
    else this.#ucisMade(answer.body.rows);
  }

  #ucisMade(rows) {
    this.company.heard();
    const made = rows.filter(({ outcome }) => outcome === "saved");
    const not = rows.filter(({ outcome }) => outcome !== "saved");
    this.sheet.heard(made.map((row) => ({ ...row, by: "" })));
    if (this.grid.current) this.arrived(this.sheet.rowOf(this.grid.current));
    const left = not.length ? ` ${not[0].called || "A row"}: ${not[0].message}` : "";
    this.say(rows.length ? `${counted(made.length, "UCI")} made.${left}` : "Every new candidate has a UCI already, or no number yet.");
  }

  async #review() {
    await this.save();
    if (this.outbox.unsent) this.say("Some changes are not saved yet. Review when they are.");
    else window.location.assign(this.form.dataset.review);
  }

  // --- paste

  /** What pasted text would do: a block is laid onto the cells here; a table with headings is read by the server. */
  async preview(text) {
    this.commitCurrent();
    if (!hasHeadings(text)) return this.#block(text);
    await this.save();
    const answer = await this.transport.post(this.form.dataset.preview, { text, codes: this.codes });
    return answer.kind === "ok" ? { body: answer.body } : answer;
  }

  #block(text) {
    const at = this.grid.current?.closest("td, th")?.cellIndex ?? 0;
    const columns = this.sheet.columns.slice(at);
    const shown = this.shownRows;
    const from = Math.max(this.grid.place(this.grid.current?.closest("tr")), 0);
    const lines = laidOut(text, columns).filter((line) => !isEmptyLine(line));
    const rows = [];
    const beyond = [];
    for (const line of lines) this.#lay(line, shown[from + line.place], rows, beyond);
    const changed = rows.filter(({ old, new: now }) => old !== now);
    const added = rows.filter(({ fresh }) => fresh).length;
    const notes = added ? [`${counted(added, "row")} will be added for new candidates.`] : [];
    return { body: { changed, unchanged: rows.length - changed.length, rows: changed, notes }, beyond };
  }

  #lay(line, row, rows, beyond) {
    if (line.beyond.length) beyond.push(`${line.beyond.join(", ")} (no column left)`);
    if (!row && !this.canAddRows) {
      beyond.push(Object.values(line.cells).join(" "));
      return;
    }
    const before = row ? row.now : { cells: {} };
    const cells = row && !row.isNew ? withoutNumber(line.cells) : line.cells;
    const after = entries.withCells(before, cells);
    const told = (values) => words(values, cells, before);
    rows.push({
      number: row?.isNew ? line.cells.candidate_number || row.called : row?.number ?? line.cells.candidate_number ?? "", name: row?.name || nameIn(line.cells),
      old: told(before), new: told(after), row, after, fresh: !row,
    });
  }

  pasted(rows) {
    const missing = rows.filter(({ row, number }) => !row && !this.sheet.row(number));
    const fresh = missing.filter(({ number }) => !isNew(number ?? ""));
    const made = fresh.length && this.canAddRows ? this.addRows(fresh.length, { quietly: true }) : [];
    for (const { number } of missing) if (isNew(number ?? "") && this.canAddRows) this.#addRow(number);
    this.grid.reset();
    const changes = rows.map(({ row, number, after, cells, version }) => {
      const place = row ?? this.sheet.row(number) ?? made.shift();
      return place && { row: place, after: after ? entries.withCells(place.now, after.cells) : entries.withCells(place.now, cells), version: version ?? place.version };
    });
    return changes.filter(Boolean);
  }
}

/** A row that is new is called by a key that its page made. */
function isNew(number) {
  return number.length === 32;
}

function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function withoutNumber({ candidate_number: _, ...cells }) {
  return cells;
}

function nameIn({ surname = "", forenames = "" }) {
  return [surname, forenames].filter(Boolean).join(", ");
}

/** What the cells of a paste hold before or after, in few words. */
function words(values, cells, before) {
  const changed = Object.keys(cells).filter((column) => cells[column] !== (before.cells[column] ?? ""));
  const told = changed.map((column) => `${entries.labelOf(column)} ${values.cells[column] || "nothing"}`);
  return told.length > 6 ? `${told.slice(0, 6).join(", ")} and ${told.length - 6} more` : told.join(", ");
}

