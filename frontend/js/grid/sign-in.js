// Signing in again without leaving the page, so that nothing typed is lost.

import { button, counted, h, openDialog } from "../dom.js";

const FIELDS = [
  { name: "loginId", label: "Login ID", autocomplete: "organization", type: "text" },
  { name: "username", label: "Username", autocomplete: "username", type: "text" },
  { name: "password", label: "Password", autocomplete: "current-password", type: "password" },
];

const CODE = { name: "code", label: "Code", autocomplete: "one-time-code", type: "text", inputmode: "numeric" };

/**
 * `signIn(fields)` and `giveCode({ code, token })` give an answer of the transport; `done(answer)` hears of ok and of
 * stranger. One dialog at a time.
 */
export class SignInDialog {
  #signIn;
  #giveCode;
  #done;
  #dialog = null;
  #token = null;

  constructor({ signIn, giveCode, done }) {
    this.#signIn = signIn;
    this.#giveCode = giveCode;
    this.#done = done;
  }

  open(unsent) {
    if (this.#dialog) return;
    this.#token = null;
    const error = h("p", { class: "govuk-error-message", role: "alert", hidden: true });
    const fields = h("div", {}, FIELDS.map(field));
    const form = h("form", { class: "ic-dialog__form", onsubmit: (event) => this.#submit(event, error, fields) }, error,
      fields, h("div", { class: "ic-dialog__actions" },
        h("button", { class: "govuk-button" }, "Sign in"), button("Not now", () => this.#dialog.close(), { secondary: true })));
    const kept = unsent ? ` ${counted(unsent, "change")} will then be sent.` : "";
    const body = h("div", {}, h("p", { class: "govuk-body" }, `You have been signed out. What you typed is still here.${kept}`), form);
    this.#dialog = openDialog({ title: "Sign in again", body, actions: [], onClose: () => { this.#dialog = null; } });
    form.querySelector("input").focus();
  }

  async #submit(event, error, fields) {
    event.preventDefault();
    const sent = Object.fromEntries(new FormData(event.target));
    const answer = this.#token ? await this.#giveCode({ ...sent, token: this.#token }) : await this.#signIn(sent);
    if (answer.kind === "ok" || answer.kind === "stranger") {
      this.#dialog?.close();
      this.#done(answer);
    } else if (answer.kind === "code") {
      this.#token = answer.token;
      error.hidden = true;
      fields.replaceChildren(field(CODE));
      fields.querySelector("input").focus();
    } else {
      this.#again(answer, error, fields);
    }
  }

  /** Wrong codes have led back to the password: its page has no field for a code. */
  #again(answer, error, fields) {
    if (this.#token) this.#token = answer.kind === "wrong" ? answer.token : null;
    if (!this.#token && !fields.querySelector("[name=password]")) fields.replaceChildren(...FIELDS.map(field));
    error.hidden = false;
    error.textContent = why(answer);
    (fields.querySelector("[name=code], [name=password]")).select();
  }
}

function why({ kind, message }) {
  if (kind === "wrong") return message;
  if (kind === "signed-out") return "Something else has to be done first. Sign in in another tab, then come back here and save.";
  return "The service did not answer. Try again.";
}

function field({ name, label, autocomplete, type, inputmode }) {
  const id = `again-${name}`;
  return h("div", { class: "govuk-form-group" },
    h("label", { class: "govuk-label", for: id }, label),
    h("input", { class: "govuk-input", id, name, type, autocomplete, inputmode, spellcheck: "false", autocapitalize: "none" }));
}
