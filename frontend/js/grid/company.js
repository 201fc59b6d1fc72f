// Who is signed in, for how long yet, and who else is on the page.

import { button, counted, h, openDialog } from "../dom.js";
import { Poll } from "./poll.js";
import { IdleClock, SessionWarning } from "./session.js";
import { SignInDialog } from "./sign-in.js";

export class Company {
  #page;
  #session;
  #signIn;
  #poll;
  #told = false;

  constructor(page) {
    this.#page = page;
    const { stillHere, signIn, cells, token } = page.form.dataset;
    const { transport } = page;
    this.#session = new SessionWarning({
      clock: new IdleClock(),
      stay: async () => (await transport.get(stillHere)).kind === "ok",
      ended: () => this.#confirmEnd(),
    });
    this.#signIn = new SignInDialog({
      signIn: (fields) => transport.signIn(signIn, fields),
      giveCode: (fields) => transport.giveCode(signIn, fields),
      done: ({ kind }) => (kind === "ok" ? this.#signedIn() : this.stranger()),
    });
    this.#poll = new Poll({
      token,
      ask: (since) => transport.get(`${cells}${cells.includes("?") ? "&" : "?"}since=${encodeURIComponent(since)}`),
      on: (body) => { page.sheet.heard(body.rows ?? []); page.told(body); },
      signedOut: () => this.signedOut(),
    });
    this.#poll.start();
  }

  /** By our clock the session is over: the server knows. */
  async #confirmEnd() {
    if (await this.#poll.ask() === "ok") this.heard();
  }

  /** Ask now what others have saved. */
  look() {
    return this.#poll.ask();
  }

  /** The server has answered something that counts as use. */
  heard() {
    this.#session.heard();
  }

  /** The server does not know us any more: told once by a dialog, and by the status line as long as it is so. */
  signedOut() {
    this.#page.autosave.link = "signed-out";
    this.#page.outboxChanged();
    if (!this.#told) this.askToSignIn();
    this.#told = true;
  }

  askToSignIn() {
    this.#signIn.open(this.#page.outbox.unsent);
  }

  #signedIn() {
    this.#told = false;
    this.heard();
    this.#page.say("Signed in again.");
    this.#page.autosave.resume();
  }

  /** Somebody else is signed in: the earlier person's work is not sent in their name. */
  stranger() {
    const { autosave, outbox, leaving } = this.#page;
    autosave.stop("somebody else has signed in.");
    this.#page.outboxChanged();
    openDialog({
      title: "Somebody else has signed in",
      body: h("p", { class: "govuk-body" }, strangerWords(outbox.unsent, this.#page.keepsWork, this.#page.thing)),
      actions: [button(`Open the ${this.#page.thing} as yourself`, () => leaving.reload())],
    });
  }

  /** The server takes nothing for this page any more: what was not saved is listed, so that nothing is lost unseen. */
  refused(message) {
    const { outbox, sheet } = this.#page;
    this.#page.outboxChanged();
    const rows = outbox.numbers().map((number) => sheet.row(number));
    const dialog = openDialog({
      title: "These changes were not saved",
      body: h("div", {}, h("p", { class: "govuk-body" }, message), h("ul", { class: "govuk-list" }, rows.map((row) => h("li", {}, `${row.label}: ${this.#page.unsaved(row)}`)))),
      actions: [button("Close", () => dialog.close(), { autofocus: true })],
    });
  }
}

/** What the new person is told about the earlier one's work. */
export function strangerWords(unsent, kept, thing = "sheet") {
  if (!unsent) return "Nothing of the earlier person's work is unsent.";
  const were = unsent === 1 ? "was" : "were";
  const where = kept ? ` They are kept in this browser, encrypted, for when that person opens this ${thing} here again.` : "";
  return `${counted(unsent, "change")} by the earlier person ${were} not sent, and will not be sent in your name.${where}`;
}
