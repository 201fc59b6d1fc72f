// Signing in again without leaving the page, so that nothing typed is lost.

import { button, counted, h, openDialog } from "../dom.js";

const FIELDS = [
  { name: "loginId", label: "Login ID", autocomplete: "organization", type: "text" },
  { name: "username", label: "Username", autocomplete: "username", type: "text" },
  { name: "password", label: "Password", autocomplete: "current-password", type: "password" },
];

/** `signIn(fields)` gives an answer of the transport; `done(answer)` hears of ok and of stranger. One dialog at a time. */
export class SignInDialog {
  #signIn;
  #done;
  #dialog = null;

  constructor({ signIn, done }) {
    this.#signIn = signIn;
    this.#done = done;
  }

  open(unsent) {
    if (this.#dialog) return;
    const error = h("p", { class: "govuk-error-message", role: "alert", hidden: true });
    const form = h("form", { class: "ic-dialog__form", onsubmit: (event) => this.#submit(event, error) }, error,
      FIELDS.map(field), h("div", { class: "ic-dialog__actions" },
        h("button", { class: "govuk-button" }, "Sign in"), button("Not now", () => this.#dialog.close(), { secondary: true })));
    const kept = unsent ? ` ${counted(unsent, "change")} will then be sent.` : "";
    const body = h("div", {}, h("p", { class: "govuk-body" }, `You have been signed out. What you typed is still here.${kept}`), form);
    this.#dialog = openDialog({ title: "Sign in again", body, actions: [], onClose: () => { this.#dialog = null; } });
    form.querySelector("input").focus();
  }

  async #submit(event, error) {
    event.preventDefault();
    const sent = Object.fromEntries(new FormData(event.target));
    const answer = await this.#signIn(sent);
    if (answer.kind === "ok" || answer.kind === "stranger") {
      this.#dialog?.close();
      this.#done(answer);
    } else {
      error.hidden = false;
      error.textContent = why(answer);
      event.target.elements.password.select();
    }
  }
}

function why({ kind, message }) {
  if (kind === "wrong") return message;
  if (kind === "signed-out") return "You are signed in, but something has to be done first. Open the front page in another tab, then come back and save.";
  return "The service did not answer. Try again.";
}

function field({ name, label, autocomplete, type }) {
  const id = `again-${name}`;
  return h("div", { class: "govuk-form-group" },
    h("label", { class: "govuk-label", for: id }, label),
    h("input", { class: "govuk-input", id, name, type, autocomplete, spellcheck: "false", autocapitalize: "none" }));
}
