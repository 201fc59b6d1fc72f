// The mark sheet's page: puts its parts together. Each part is a file beside this one.

import { counted, h } from "../dom.js";
import { isTyping, keyName, register } from "../keys.js";
import { Arranging } from "./arranging.js";
import { Autosave } from "./autosave.js";
import { layOut, rowsOf } from "./chunks.js";
import { Clipboard } from "./clipboard.js";
import { Company } from "./company.js";
import { showFigures } from "./figures.js";
import { Grid } from "./grid.js";
import { GRID_KEYS } from "./grid-keys.js";
import { showHistory } from "./history.js";
import { Leaving } from "./leaving.js";
import { Outbox } from "./outbox.js";
import { aboutPage } from "./page.js";
import { addPager } from "./pager.js";
import { ProblemList } from "./problems.js";
import { Sheet } from "./sheet.js";
import { statusLine } from "./status.js";
import { Transport } from "./transport.js";
import { same } from "./values.js";
import { browserStore, Vault } from "./vault.js";

const PAUSE_IN_TYPING = 1_200;

/** Start the behaviour on the form of a sheet. */
export function markSheet(form) {
  const table = form.querySelector("#grid");
  if (!table?.querySelector("tbody :is(input, select)")) return null;
  register(...GRID_KEYS.map((entry) => ({ ...entry, where: "Mark sheet" })));
  return new MarkSheetPage(form, table);
}

class MarkSheetPage {
  #vault = null;
  #savedAt = "";
  #typingTimer = null;
  #strays = [];
  #historyButton;

  outbox = new Outbox();

  constructor(form, table) {
    this.form = form;
    this.table = table;
    layOut(table, rowsOf(table));
    this.transport = new Transport(aboutPage(form));
    this.problems = new ProblemList(form, (number) => this.#goTo(this.sheet.row(number)));
    this.autosave = this.#makeAutosave();
    this.sheet = this.#makeSheet();
    this.grid = new Grid(table, this.#gridActions());
    this.#historyButton = this.#makeHistoryButton();
    this.arranging = new Arranging(this);
    this.company = new Company(this);
    this.clipboard = new Clipboard(this);
    this.leaving = new Leaving(this);
    addPager(form, this.grid);
    this.#listen();
    this.#catchUpInIdleTime();
    this.ready = this.#restore();
  }

  get shownRows() {
    return this.grid.rows.map((element) => this.sheet.rowOf(element));
  }

  /** Whether unsent work outlives the page. */
  get keepsWork() {
    return Boolean(this.#vault?.works);
  }

  // --- saving

  #makeAutosave() {
    const post = async (rows, source, options) => {
      const answer = await this.transport.post(this.form.dataset.cells, { rows, source }, options);
      if (answer.kind === "ok") this.company.heard();
      return answer;
    };
    const on = {
      changed: () => this.outboxChanged(),
      sent: (batch) => this.sheet.sent(batch),
      answered: (became, body) => this.#answered(became, body),
      signedOut: () => this.company.signedOut(),
      stranger: () => this.company.stranger(),
      refused: (message) => this.company.refused(message),
    };
    return new Autosave({ outbox: this.outbox, post, on });
  }

  #makeSheet() {
    return new Sheet(this.form, this.table, this.outbox, {
      changed: () => this.autosave.touched(),
      wrong: (row, sentence) => this.problems.set(row.number, sentence),
      busy: (row) => this.#busy(row),
    });
  }

  #busy(row) {
    return row.element.contains(document.activeElement) && (this.grid.mode !== "ready" || !same(row.standing, row.now));
  }

  #answered(became, body) {
    if (body.saved_at) this.#savedAt = body.saved_at;
    this.sheet.answered(became);
    showFigures(document, body);
  }

  /** The outbox, or the line to the server, is not what it was. */
  outboxChanged() {
    this.sheet.link = this.autosave.link;
    this.#vault?.write([...this.outbox.keep(), ...this.#strays]);
    this.#showStatus();
  }

  #showStatus() {
    const line = document.getElementById("sheet-status");
    const { link, stoppedBy } = this.autosave;
    const { words, tone } = statusLine({ counts: this.outbox.counts, link, stoppedBy, savedAt: this.#savedAt, kept: this.keepsWork });
    if (!line || (tone === "saved" && !this.#savedAt)) return; // what the server wrote stands until something was saved
    if (line.textContent !== words) line.textContent = words;
    line.dataset.state = tone;
  }

  async #restore() {
    this.#vault = new Vault(this.form.dataset.key, await browserStore());
    const entries = await this.#vault.read();
    const found = this.sheet.restore(entries);
    const strays = entries.filter(({ number }) => !this.outbox.entry(number));
    if (this.arranging.partial) this.#strays = strays; // their rows are not on this page, and may be on the next
    if (found) this.say(`${counted(found, "change")} from before this page was opened ${found === 1 ? "is" : "are"} being sent.`);
    else if (strays.length) this.say(`${counted(strays.length, "unsent change")} of rows that are not shown here.`);
    await this.autosave.flush();
  }

  /** Commit what is being typed, and send everything at once. */
  async save() {
    this.commitCurrent();
    if (this.autosave.link === "signed-out") this.company.askToSignIn();
    else await this.autosave.resume();
  }

  commitCurrent() {
    const { active } = this.grid;
    if (active) this.sheet.commit(this.sheet.rowOf(active));
  }

  // --- the grid

  #gridActions() {
    return {
      left: (widget) => this.sheet.commit(this.sheet.rowOf(widget)),
      typed: (widget) => this.#typed(widget),
      moved: (widget) => this.#moved(widget),
      revert: (widget) => { const row = this.sheet.rowOf(widget); row.write(row.now); },
      greyed: (widget) => this.sheet.refuse(this.sheet.rowOf(widget), "Remove the mark or untick absent."),
      clear: (widgets) => this.#clear(widgets),
      undo: (widget) => this.#undo(widget, false),
      redo: (widget) => this.#undo(widget, true),
      save: () => { this.save(); },
      history: (widget) => { this.#history(this.sheet.rowOf(widget)); },
    };
  }

  #typed(widget) {
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => {
      if (this.grid.active === widget) this.sheet.commitWhileTyping(this.sheet.rowOf(widget));
    }, PAUSE_IN_TYPING);
  }

  #moved(widget) {
    const row = this.sheet.rowOf(widget);
    if (this.#historyButton.parentElement === row.fields.state) return;
    row.grey(row.now);
    row.fields.state.append(this.#historyButton);
  }

  #clear(widgets) {
    this.sheet.clear(widgets);
    if (widgets.length > 1) this.say(`${counted(widgets.length, "cell")} emptied. Ctrl+Z brings them back.`);
  }

  #undo(widget, again) {
    const row = widget && this.sheet.rowOf(widget);
    if (row && !again && !same(row.standing, row.now)) {
      row.write(row.now);
      return;
    }
    const done = this.sheet.undo(again);
    if (!done) this.say(again ? "Nothing to do again." : "Nothing to undo.");
    else this.#saidOfUndo(done, again);
  }

  #saidOfUndo({ rows, overtaken }, again) {
    const left = overtaken ? ` ${counted(overtaken, "row")} changed since: left as it is.` : "";
    this.say(`${again ? "Done again" : "Undone"} in ${counted(rows.length, "row")}.${left}`);
    const [only] = rows;
    if (rows.length === 1 && this.grid.active && !only.element.hidden) this.#goTo(only);
  }

  #goTo(row) {
    if (row.element.hidden) this.arranging.showAll();
    const column = this.grid.current?.closest("td")?.cellIndex;
    this.grid.focus(this.outbox.entry(row.number)?.message ? row.field : this.grid.widget(row.element, column));
  }

  #makeHistoryButton() {
    const show = () => this.#history(this.sheet.rowOf(this.#historyButton));
    return h("button", { type: "button", class: "ic-row-history", tabindex: "-1", "data-aside": true, onclick: show }, "History");
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

  // --- the page

  #listen() {
    this.table.addEventListener("change", ({ target }) => {
      if (target.matches("[type=checkbox], select")) this.sheet.commit(this.sheet.rowOf(target));
    });
    document.addEventListener("keydown", (event) => this.#pageKey(event));
    window.addEventListener("online", () => { if (this.autosave.link !== "signed-out") this.autosave.resume(); });
  }

  /** Saving and undoing from anywhere on the page; in another field Ctrl+Z is that field's own. */
  #pageKey(event) {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const name = keyName(event);
    const typing = isTyping(event.target);
    if (name === "Ctrl+S") this.save();
    else if (name === "Ctrl+Z" && !typing) this.#undo(null, false);
    else if (name === "Ctrl+Y" && !typing) this.#undo(null, true);
    else return;
    event.preventDefault();
  }

  /** Say what was done, beside the status. */
  say = (words) => {
    const line = document.getElementById("sheet-said") ?? makeSaid();
    line.textContent = words;
  };

  /** Take what was typed before this script ran, and grey what cannot be entered: a few rows at a time, without
   *  holding up the first key. */
  #catchUpInIdleTime() {
    const rows = this.sheet.rows.values();
    const later = window.requestIdleCallback ?? ((does) => setTimeout(() => does({ timeRemaining: () => 5 }), 20));
    const some = (deadline) => {
      while (deadline.timeRemaining() > 2) {
        const { value: row, done } = rows.next();
        if (done) return;
        if (!row.element.contains(document.activeElement) && !same(row.standing, row.now)) this.sheet.commit(row);
        row.grey(row.now);
      }
      later(some);
    };
    later(some);
  }
}

function makeSaid() {
  const line = h("p", { id: "sheet-said", role: "status" });
  document.getElementById("sheet-status")?.after(line);
  return line;
}
