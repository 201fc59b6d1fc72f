// The page of a grid: puts its parts together. Each part is a file beside this one; what a kind of grid does
// otherwise, its own folder says.

import { counted, h } from "../dom.js";
import { isTyping, keyName, register } from "../keys.js";
import { Autosave } from "./autosave.js";
import { layOut, rowsOf } from "./chunks.js";
import { Clipboard } from "./clipboard.js";
import { Company } from "./company.js";
import { Grid } from "./grid.js";
import { Leaving } from "./leaving.js";
import { Outbox } from "./outbox.js";
import { aboutPage } from "./page.js";
import { addPager } from "./pager.js";
import { ProblemList } from "./problems.js";
import { statusLine } from "./status.js";
import { Transport } from "./transport.js";
import { browserStore, Vault } from "./vault.js";

const PAUSE_IN_TYPING = 1_200;

export class GridPage {
  #values;
  #vault = null;
  #savedAt = "";
  #typingTimer = null;
  #strays = [];

  /** What the page is called when it is spoken of. */
  thing = "page";

  /** Who may not write any more is told this. */
  forbidden = "You may not change anything on this page any more.";

  /** What the buttons of the form do without leaving the page, by their values. */
  buttons = {};

  /** `values`: what a row of this kind of grid holds, as a module tells. */
  constructor(form, table, values) {
    this.form = form;
    this.table = table;
    this.#values = values;
    this.outbox = new Outbox(values);
  }

  // --- what a kind of grid brings: makeSheet(on), makeArranging(), preview(text), pasted(rows), unsaved(row)

  /** What it takes to make the grid: keys of its own, and what is entered in a cell. */
  gridOptions = {};

  /** Further actions of the grid, by name. */
  actions = {};

  /** The server told something of the page as a whole. */
  told() {}

  /** A cell was reached. */
  arrived() {}

  /** So many rows are shown now. */
  arranged() {}

  /** Begin, once the page of the kind is made. */
  begin(keys) {
    register(...keys);
    layOut(this.table, rowsOf(this.table));
    this.transport = new Transport(aboutPage(this.form, this.forbidden));
    this.problems = new ProblemList(this.form, (number) => this.goTo(this.sheet.row(number)));
    this.autosave = this.#makeAutosave();
    this.sheet = this.makeSheet({
      changed: () => this.autosave.touched(),
      wrong: (row, sentence) => this.problems.set(row.number, sentence),
      busy: (row) => this.#busy(row),
    });
    this.grid = new Grid(this.table, this.#gridActions(), this.gridOptions);
    this.arranging = this.makeArranging();
    this.company = new Company(this);
    this.clipboard = new Clipboard(this, (text) => this.preview(text));
    this.leaving = new Leaving(this);
    addPager(this.form, this.grid);
    this.#listen();
    this.#catchUpInIdleTime();
    this.ready = this.#restore();
    return this;
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

  #busy(row) {
    const changed = () => !this.#values.same(row.standing, row.now);
    return row.element.contains(document.activeElement) && (this.grid.mode !== "ready" || changed());
  }

  #answered(became, body) {
    if (body.saved_at) this.#savedAt = body.saved_at;
    this.sheet.answered(became);
    this.told(body);
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
    this.makeRoomFor(entries);
    const found = this.sheet.restore(entries);
    const strays = entries.filter(({ number }) => !this.outbox.entry(number));
    if (this.arranging.partial) this.#strays = strays; // their rows are not on this page, and may be on the next
    if (found) this.say(`${counted(found, "change")} from before this page was opened ${found === 1 ? "is" : "are"} being sent.`);
    else if (strays.length) this.say(`${counted(strays.length, "unsent change")} of rows that are not shown here.`);
    await this.autosave.flush();
  }

  /** Rows for unsent work of an earlier page, where a page can have more than it came with. */
  makeRoomFor() {}

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
      moved: (widget) => this.arrived(this.sheet.rowOf(widget)),
      revert: (widget) => { const row = this.sheet.rowOf(widget); row.write(row.now); },
      clear: (widgets) => this.#clear(widgets),
      undo: (widget) => this.#undo(widget, false),
      redo: (widget) => this.#undo(widget, true),
      save: () => { this.save(); },
      ...this.actions,
    };
  }

  #typed(widget) {
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => {
      if (this.grid.active === widget) this.sheet.commitWhileTyping(this.sheet.rowOf(widget));
    }, PAUSE_IN_TYPING);
  }

  #clear(widgets) {
    this.sheet.clear(widgets);
    if (widgets.length > 1) this.say(`${counted(widgets.length, "cell")} emptied. Ctrl+Z brings them back.`);
  }

  #undo(widget, again) {
    const row = widget && this.sheet.rowOf(widget);
    if (row && !again && !this.#values.same(row.standing, row.now)) {
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
    if (rows.length === 1 && this.grid.active && !only.element.hidden) this.goTo(only);
  }

  goTo(row) {
    if (row.element.hidden) this.arranging.showAll();
    const column = this.grid.current?.closest("td, th")?.cellIndex;
    this.grid.focus(this.outbox.entry(row.number)?.message ? row.field : this.grid.widget(row.element, column));
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
        if (!row.element.contains(document.activeElement) && !this.#values.same(row.standing, row.now)) this.sheet.commit(row);
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
