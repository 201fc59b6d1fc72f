// The mark sheet's page: puts its parts together. Each part is a file beside this one.

import { announce, button, counted, h, openDialog } from "../dom.js";
import { isTyping, keyName, register } from "../keys.js";
import { Autosave } from "./autosave.js";
import { layOut, rowsOf } from "./chunks.js";
import { showFigures } from "./figures.js";
import { holdsBack, passes, sorted } from "./filter.js";
import { FilterBar } from "./filter-bar.js";
import { Grid } from "./grid.js";
import { GRID_KEYS } from "./grid-keys.js";
import { showHistory } from "./history.js";
import { aboutPage } from "./page.js";
import { askToAccept, forPreview, isRows } from "./paste.js";
import { Poll } from "./poll.js";
import { ProblemList } from "./problems.js";
import { asText } from "./selection.js";
import { IdleClock, SessionWarning } from "./session.js";
import { Sheet } from "./sheet.js";
import { SignInDialog } from "./sign-in.js";
import { statusLine } from "./status.js";
import { Outbox } from "./outbox.js";
import { Transport } from "./transport.js";
import { same, valuesOf } from "./values.js";
import { browserStore, Vault } from "./vault.js";

const PAUSE_IN_TYPING = 1_200;
const LONGEST_WAIT_BEFORE_LEAVING = 3_000;

/** Start the behaviour on the form of a sheet. */
export function markSheet(form) {
  const table = form.querySelector("#grid");
  if (!table?.querySelector("tbody :is(input, select)")) return null;
  register(...GRID_KEYS.map((entry) => ({ ...entry, where: "Mark sheet" })));
  return new MarkSheetPage(form, table);
}

class MarkSheetPage {
  #form;
  #table;
  #outbox = new Outbox();
  #vault = null;
  #savedAt = "";
  #typingTimer = null;
  #toldOfSignOut = false;
  #leaving = false;
  #partial = false;
  #strays = [];

  constructor(form, table) {
    this.#form = form;
    this.#table = table;
    this.transport = new Transport(aboutPage(form));
    this.problems = new ProblemList(form, (number) => this.#goTo(this.sheet.row(number)));
    this.autosave = this.#makeAutosave();
    layOut(table, rowsOf(table));
    this.sheet = this.#makeSheet();
    this.grid = new Grid(table, this.#gridActions());
    this.historyButton = this.#makeHistoryButton();
    this.#listen();
    this.#startFilter();
    this.#startSession();
    this.#startPoll();
    this.#greyInIdleTime();
    this.#pager();
    this.#showStatus();
    this.#showCheckAll();
    this.ready = this.#restore();
  }

  // --- saving

  #makeAutosave() {
    const { cells } = this.#form.dataset;
    const post = async (rows, source, options) => {
      const answer = await this.transport.post(cells, { rows, source }, options);
      if (answer.kind === "ok") this.session.heard();
      return answer;
    };
    const on = {
      changed: () => this.#outboxChanged(),
      sent: (batch) => this.sheet.sent(batch),
      answered: (became, body) => this.#answered(became, body),
      signedOut: () => this.#signedOut(),
      stranger: () => this.#stranger(),
      refused: (message) => this.#refused(message),
    };
    return new Autosave({ outbox: this.#outbox, post, on });
  }

  #makeSheet() {
    return new Sheet(this.#form, this.#table, this.#outbox, {
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

  #outboxChanged() {
    this.sheet.link = this.autosave.link;
    this.#vault?.write([...this.#outbox.keep(), ...this.#strays]);
    this.#showStatus();
  }

  #showStatus() {
    const line = document.getElementById("sheet-status");
    const { link, stoppedBy } = this.autosave;
    const { words, tone } = statusLine({ counts: this.#outbox.counts, link, stoppedBy, savedAt: this.#savedAt, kept: Boolean(this.#vault?.works) });
    if (!line || (tone === "saved" && !this.#savedAt)) return;
    if (line.textContent !== words) line.textContent = words;
    line.dataset.state = tone;
  }

  async #restore() {
    const store = await browserStore();
    this.#vault = new Vault(this.#form.dataset.key, store);
    const entries = await this.#vault.read();
    const found = this.sheet.restore(entries);
    const strays = entries.filter(({ number }) => !this.#outbox.entry(number));
    if (this.#partial) this.#strays = strays; // their rows are not on this page, and may be on the next
    if (found) this.#say(`${counted(found, "change")} from before this page was opened ${found === 1 ? "is" : "are"} being sent.`);
    else if (strays.length) this.#say(`${counted(strays.length, "unsent change")} of rows that are not shown here.`);
    await this.autosave.flush();
  }

  /** Commit what is being typed, and send everything at once. */
  async save() {
    this.#commitCurrent();
    if (this.autosave.link === "signed-out") this.#openSignIn();
    else await this.autosave.resume();
  }

  #commitCurrent() {
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
    if (this.historyButton.parentElement !== row.fields.state) {
      row.grey(row.now);
      row.fields.state.append(this.historyButton);
    }
  }

  #clear(widgets) {
    this.sheet.clear(widgets);
    if (widgets.length > 1) this.#say(`${counted(widgets.length, "cell")} emptied. Ctrl+Z brings ${widgets.length === 1 ? "it" : "them"} back.`);
  }

  #undo(widget, again) {
    const row = widget && this.sheet.rowOf(widget);
    if (row && !again && !same(row.standing, row.now)) {
      row.write(row.now);
      return;
    }
    const done = this.sheet.undo(again);
    if (!done) this.#say(again ? "Nothing to do again." : "Nothing to undo.");
    else this.#saidOfUndo(done, again);
  }

  #saidOfUndo({ rows, overtaken }, again) {
    const left = overtaken ? ` ${counted(overtaken, "row")} changed since: left as it is.` : "";
    this.#say(`${again ? "Done again" : "Undone"} in ${counted(rows.length, "row")}.${left}`);
    const shown = rows.find(({ element }) => !element.hidden);
    if (shown && this.grid.active && rows.length < 2) this.#goTo(shown);
  }

  #goTo(row) {
    if (row.element.hidden) this.#filter({ show: "all", group: "", sort: "number", find: "" });
    const column = this.grid.current?.closest("td")?.cellIndex ?? 3;
    const wrong = row.fields.mark ?? row.fields.grade;
    this.grid.focus(this.#outbox.entry(row.number)?.message ? wrong : this.grid.widget(row.element, column));
  }

  #makeHistoryButton() {
    const show = () => this.#history(this.sheet.rowOf(this.historyButton));
    return h("button", { type: "button", class: "ic-row-history", tabindex: "-1", "data-aside": true, onclick: show }, "History");
  }

  #history(row) {
    return showHistory({ get: (address) => this.transport.get(address), pattern: this.#form.dataset.history, row });
  }

  // --- what the page's own buttons and events do

  #listen() {
    this.#table.addEventListener("change", ({ target }) => {
      if (target.matches("[type=checkbox], select")) this.sheet.commit(this.sheet.rowOf(target));
    });
    this.#table.addEventListener("copy", (event) => this.#copy(event));
    this.#table.addEventListener("paste", (event) => this.#paste(event));
    this.#form.addEventListener("submit", (event) => this.#submit(event));
    document.addEventListener("keydown", (event) => this.#pageKey(event));
    document.addEventListener("click", (event) => this.#follow(event));
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#goingAway(); });
    window.addEventListener("pagehide", () => this.#goingAway());
    window.addEventListener("beforeunload", (event) => this.#beforeUnload(event));
    window.addEventListener("online", () => { if (this.autosave.link !== "signed-out") this.autosave.resume(); });
  }

  #copy(event) {
    const { lines } = this.grid.selection;
    if (!lines.length) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", asText(lines));
    this.#say(`${counted(lines.length, "row")} copied.`);
  }

  #pageKey(event) {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const name = keyName(event);
    const typing = isTyping(event.target);
    const does = { "Ctrl+S": () => this.save(), "Ctrl+Z": () => typing || this.#undo(null, false), "Ctrl+Y": () => typing || this.#undo(null, true) }[name];
    if (!does || (typing && name !== "Ctrl+S")) return;
    event.preventDefault();
    does();
  }

  async #submit(event) {
    if (this.#leaving) return;
    event.preventDefault();
    const { submitter } = event;
    if (submitter?.value === "check-all") this.#checkAll();
    else await this.save();
    if (!submitter?.name || ["save", "check-all"].includes(submitter.value)) return;
    if (this.#outbox.unsent) this.#say("Some changes are not saved yet. Go on when they are.");
    else this.#submitForm(submitter);
  }

  #submitForm(submitter) {
    const { versions } = this.#form.elements;
    const open = this.sheet.rows.filter((row) => row.editable);
    if (versions) versions.value = open.map(({ number, version }) => `${number}:${version}`).join(" ");
    this.#leaving = true;
    this.#form.requestSubmit(submitter);
  }

  /** A link followed while something is on its way waits for it a moment. */
  #follow(event) {
    const link = event.target.closest?.("a[href]");
    const plain = !event.defaultPrevented && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || link.target || link.download || link.getAttribute("href").startsWith("#")) return;
    this.#commitCurrent();
    if (!this.#outbox.unsent) return;
    event.preventDefault();
    const wait = new Promise((resolve) => { setTimeout(resolve, LONGEST_WAIT_BEFORE_LEAVING); });
    Promise.race([this.save(), wait]).then(() => window.location.assign(link.href));
  }

  #goingAway() {
    this.#commitCurrent();
    if (this.#outbox.unsent && this.autosave.link === "fine") this.autosave.flush({ keepalive: this.#outbox.unsent < 200 });
  }

  #beforeUnload(event) {
    this.#commitCurrent();
    if (this.#outbox.unsent && !this.#leaving) event.preventDefault();
  }

  // --- check all

  get #shownRows() {
    return this.grid.rows.map((element) => this.sheet.rowOf(element));
  }

  #checkAll() {
    this.#commitCurrent();
    const { ticked, not } = this.sheet.checkAll(this.#shownRows);
    const left = not ? ` ${counted(not, "row")} cannot be yet: no mark, a problem, or no reason for a 0.` : "";
    this.#say(ticked ? `${counted(ticked, "row")} ticked as checked.${left}` : `Nothing to tick.${left}`);
  }

  #showCheckAll() {
    const all = this.#form.querySelector("button[value=check-all]");
    if (all) all.textContent = `Check all ${this.grid.rows.length.toLocaleString("en-GB")} shown`;
  }

  #say(words) {
    const line = document.getElementById("sheet-said") ?? this.#makeSaid();
    line.textContent = words;
  }

  #makeSaid() {
    const line = h("p", { id: "sheet-said", class: "ic-bar__said", role: "status" });
    document.getElementById("sheet-status")?.after(line);
    return line;
  }

  // --- paste

  #paste(event) {
    const text = event.clipboardData.getData("text/plain");
    if (!isRows(text)) return;
    event.preventDefault();
    this.preview(text);
  }

  /** Show what pasted text would do, and do exactly that when it is accepted. */
  async preview(text) {
    await this.save();
    const from = this.grid.current?.closest("tr");
    const numbers = this.#shownRows.slice(Math.max(this.grid.place(from), 0)).map(({ number }) => number);
    const { text: asked, beyond } = forPreview(text, numbers, this.sheet.rules.graded ? "Grade" : "Mark");
    const answer = await this.transport.post(this.#form.dataset.preview, { text: asked });
    if (answer.kind === "ok") await this.#acceptable(answer.body, beyond);
    else if (answer.kind === "signed-out") this.#signedOut();
    else this.#say(answer.message ?? "Pasting rows needs the service, and it is not answering. Try again soon.");
  }

  async #acceptable(preview, beyond) {
    this.session.heard();
    const rows = await askToAccept(preview, beyond);
    if (!rows) return;
    const changes = rows.filter(({ number }) => this.sheet.row(number));
    this.sheet.change(changes.map((row) => ({ row: this.sheet.row(row.number), after: valuesOf(row), version: row.version })), "paste");
    this.#say(`${counted(rows.length, "row")} pasted. Ctrl+Z takes all of it back.`);
    await this.autosave.flush();
  }

  // --- filter

  #startFilter() {
    const form = document.getElementById("sheet-filter");
    if (!form) return;
    const bar = new FilterBar(form, (choice) => this.#filter(choice));
    this.#partial = holdsBack(bar.choice);
  }

  /** In place; where the page was served filtered, the other rows have to be fetched. */
  #filter(choice) {
    this.#commitCurrent();
    if (this.#partial) {
      this.save().then(() => window.location.reload());
      return;
    }
    const facts = this.sheet.rows.map((row) => ({
      row, number: row.number, name: row.name, group: row.group, values: row.now, wrong: this.#isWrong(row),
    }));
    const inOrder = sorted(facts, choice.sort);
    const [shown, hidden] = [true, false].map((wanted) => inOrder.filter((fact) => passes(fact, choice) === wanted).map(({ row }) => row.element));
    for (const element of shown) element.hidden = false;
    for (const element of hidden) element.hidden = true;
    layOut(this.#table, shown, hidden);
    this.grid.reset();
    this.#showCheckAll();
    this.#showCount(shown.length);
  }

  #isWrong(row) {
    return Boolean(this.#outbox.entry(row.number)?.message) || row.settled.css === "is-problem";
  }

  #showCount(shown) {
    const line = document.getElementById("sheet-count");
    const all = this.sheet.rows.length;
    const words = shown === all ? counted(all, "candidate") : `${shown.toLocaleString("en-GB")} of ${counted(all, "candidate")}`;
    if (line) line.textContent = words;
    announce(`${words} shown`);
  }

  // --- the session, and others

  #startSession() {
    const { stillHere, signIn } = this.#form.dataset;
    const alive = async () => (await this.transport.get(stillHere)).kind === "ok";
    this.session = new SessionWarning({ clock: new IdleClock(), stay: alive, ended: () => this.poll.look(false) });
    this.signIn = new SignInDialog({
      signIn: (fields) => this.transport.signIn(signIn, fields),
      done: ({ kind }) => (kind === "ok" ? this.#signedIn() : this.#stranger()),
    });
  }

  #startPoll() {
    const { cells, token } = this.#form.dataset;
    this.poll = new Poll({
      token,
      ask: (since) => this.transport.get(`${cells}?since=${encodeURIComponent(since)}`),
      on: (body) => { this.sheet.heard(body.rows ?? []); showFigures(document, body); },
      signedOut: () => this.#signedOut(),
    });
    this.poll.start();
  }

  #signedOut() {
    this.autosave.link = "signed-out";
    this.#outboxChanged();
    if (!this.#toldOfSignOut) this.#openSignIn();
    this.#toldOfSignOut = true;
  }

  #openSignIn() {
    this.signIn.open(this.#outbox.unsent);
  }

  #signedIn() {
    this.#toldOfSignOut = false;
    this.session.heard();
    this.#say("Signed in again.");
    this.autosave.resume();
  }

  /** Somebody else is signed in: the earlier person's work is not sent in their name. */
  #stranger() {
    this.autosave.stop("somebody else has signed in.");
    this.#outboxChanged();
    const kept = this.#outbox.unsent
      ? `${counted(this.#outbox.unsent, "change")} by the earlier person ${this.#outbox.unsent === 1 ? "was" : "were"} not sent, and will not be sent in your name. ${this.#vault?.works ? "They are kept in this browser, encrypted, for when that person opens this sheet here again." : ""}`
      : "Nothing of the earlier person's work is unsent.";
    const reload = () => { this.#leaving = true; window.location.reload(); };
    openDialog({ title: "Somebody else has signed in", body: h("p", { class: "govuk-body" }, kept), actions: [button("Open the sheet as yourself", reload)] });
  }

  #refused(message) {
    this.#outboxChanged();
    const rows = this.#outbox.numbers().map((number) => this.sheet.row(number));
    const dialog = openDialog({
      title: "These changes were not saved",
      body: h("div", {}, h("p", { class: "govuk-body" }, message),
        h("ul", { class: "govuk-list" }, rows.slice(0, 100).map(({ number, name, now }) => h("li", {}, `${number} ${name}: ${now.absent ? "Absent" : now.grade || now.mark || "empty"}`)))),
      actions: [button("Close", () => dialog.close(), { autofocus: true })],
    });
  }

  // --- small things

  /** Grey what cannot be entered, a few rows at a time, without holding up the first key. */
  #greyInIdleTime() {
    const rows = this.sheet.rows.values();
    const later = window.requestIdleCallback ?? ((does) => setTimeout(() => does({ timeRemaining: () => 5 }), 20));
    const some = (deadline) => {
      while (deadline.timeRemaining() > 2) {
        const { value: row, done } = rows.next();
        if (done) return;
        row.grey(row.now);
      }
      later(some);
    };
    later(some);
  }

  /** On a narrow screen rows are cards, with a way to the next and the previous under the thumb. */
  #pager() {
    const go = (step) => () => {
      const row = this.grid.current?.closest("tr") ?? this.grid.rows[0];
      const column = this.grid.current?.closest("td")?.cellIndex ?? 3;
      this.grid.focus(this.grid.widget(this.grid.rowFrom(row, step), column));
    };
    const hold = (event) => event.preventDefault(); // keeps the focus, and with it a telephone's keyboard
    const pager = h("div", { class: "ic-pager" },
      button("Previous", go(-1), { secondary: true, onpointerdown: hold }),
      button("Next", go(1), { secondary: true, onpointerdown: hold }));
    (this.#form.querySelector(".ic-savebar, .ic-bar") ?? this.#form).prepend(pager);
  }
}
