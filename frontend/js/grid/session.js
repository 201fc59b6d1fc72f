// The session's end seen coming: a warning at 25 idle minutes of 30, with one key to stay.

import { button, h, openDialog } from "../dom.js";

const MINUTE = 60_000;
const WARN_AFTER = 25 * MINUTE;
const END_AFTER = 30 * MINUTE;
const TELL_EVERY = 5 * MINUTE;

/** How long the server has not heard of the person, by the wall clock: a sleeping laptop counts. */
export class IdleClock {
  #now;
  #heard;

  constructor(now = Date.now) {
    this.#now = now;
    this.#heard = now();
  }

  /** The server heard of us: here, or in another tab at that moment. */
  heard(at = this.#now()) {
    this.#heard = Math.max(this.#heard, at);
  }

  get #idle() {
    return this.#now() - this.#heard;
  }

  /** fine, warn or ended. */
  get state() {
    if (this.#idle >= END_AFTER) return "ended";
    return this.#idle >= WARN_AFTER ? "warn" : "fine";
  }

  get secondsLeft() {
    return Math.max(Math.ceil((END_AFTER - this.#idle) / 1000), 0);
  }

  /** Whether somebody at the keys should be made known to the server, although nothing was saved for a while. */
  get worthTelling() {
    return this.#idle >= TELL_EVERY;
  }
}

/** "4 minutes 5 seconds" */
export function inWords(seconds) {
  const part = (number, unit) => (number ? `${number} ${unit}${number === 1 ? "" : "s"}` : "");
  return [part(Math.floor(seconds / 60), "minute"), part(seconds % 60, "second")].filter(Boolean).join(" ") || "0 seconds";
}

/** Whether the rest of the time is to be spoken at this second: each minute, and every 15 seconds in the last. */
export function worthSaying(seconds) {
  return seconds % (seconds > 60 ? 60 : 15) === 0;
}

export class SessionWarning {
  #clock;
  #stay;
  #ended;
  #channel = globalThis.BroadcastChannel ? new BroadcastChannel("interchange-session") : null;
  #dialog = null;

  /** `stay()` asks the server and answers whether the session lives; `ended()` when the time is over. */
  constructor({ clock, stay, ended, view = window }) {
    this.#clock = clock;
    this.#stay = stay;
    this.#ended = ended;
    if (this.#channel) this.#channel.onmessage = ({ data }) => this.#heardElsewhere(data);
    view.setInterval(() => this.#look(), 1000);
    for (const name of ["keydown", "pointerdown"]) view.addEventListener(name, () => this.#active(), { capture: true, passive: true });
  }

  /** The server has answered something that counts as use. */
  heard() {
    this.#clock.heard();
    this.#channel?.postMessage(Date.now());
    this.#close();
  }

  #heardElsewhere(at) {
    this.#clock.heard(at);
    this.#close();
  }

  #close() {
    this.#dialog?.close();
  }

  #active() {
    if (!this.#dialog && this.#clock.state === "fine" && this.#clock.worthTelling) this.stay();
  }

  async stay() {
    if (await this.#stay()) this.heard();
  }

  #look() {
    const { state } = this.#clock;
    if (state === "warn") this.#warn();
    else if (state === "ended" && this.#dialog) {
      this.#close();
      this.#ended();
    }
  }

  #warn() {
    this.#dialog ??= this.#opened();
    const seconds = this.#clock.secondsLeft;
    this.#dialog.querySelector("[data-left]").textContent = inWords(seconds);
    if (worthSaying(seconds)) this.#dialog.querySelector("[role=status]").textContent = `${inWords(seconds)} left`;
  }

  #opened() {
    return openDialog({
      title: "You will be signed out soon",
      body: h("div", {},
        h("p", { class: "govuk-body" }, "Nothing was used for 25 minutes. You will be signed out in ",
          h("strong", { "data-left": true, "aria-hidden": "true" }), ". What you typed stays on this page."),
        h("p", { class: "govuk-visually-hidden", role: "status" })),
      actions: [button("Stay signed in", () => this.#dialog.close("stay"), { autofocus: true })],
      onClose: () => this.#closed(),
    });
  }

  /** Closed by the button, by Escape, or because the server was heard of: all but the end mean to stay. */
  #closed() {
    this.#dialog = null;
    if (this.#clock.state === "warn") this.stay();
  }
}
