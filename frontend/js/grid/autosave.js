// Sends the outbox: soon after the last change, several rows in one post, one post at a time, and again when it failed.

const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 30_000;

export class Autosave {
  #outbox;
  #post;
  #clock;
  #delay;
  #limit;
  #on;
  #timer = null;
  #sending = null;
  #failures = 0;

  /** fine, offline, failing, signed-out or stopped. */
  link = "fine";
  stoppedBy = "";

  /**
   * `post(rows, source)` gives an answer of the transport. `on`: changed() after every step, answered(became, body),
   * sent(batch), signedOut(), stranger(), refused(message).
   */
  constructor({ outbox, post, on, clock = window, delay = 400, limit = 500 }) {
    this.#outbox = outbox;
    this.#post = post;
    this.#on = on;
    this.#clock = clock;
    this.#delay = delay;
    this.#limit = limit;
  }

  /** Something was put into the outbox. */
  touched() {
    if (this.link === "fine") this.#schedule(this.#delay);
    this.#on.changed();
  }

  #schedule(delay) {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = this.#clock.setTimeout(() => this.flush(), delay);
  }

  /** Send now what can be sent; resolves when nothing more is on its way. */
  flush(options = {}) {
    this.#clock.clearTimeout(this.#timer);
    this.#sending ??= this.#sendAll(options).finally(() => { this.#sending = null; });
    return this.#sending;
  }

  /** Try again at once: the network is back, the person signed in, or asked. */
  resume() {
    if (this.link === "stopped") return Promise.resolve();
    this.#failures = 0;
    this.link = "fine";
    return this.flush();
  }

  async #sendAll(options) {
    while (this.link !== "stopped") {
      const batch = this.#outbox.take(this.#limit);
      if (!batch) break;
      this.#on.sent(batch);
      const answer = await this.#post(batch.rows, batch.source, options);
      if (!this.#understood(answer)) break;
    }
    this.#on.changed();
  }

  /** Act on an answer; whether to go on. */
  #understood(answer) {
    if (answer.kind === "ok") return this.#well(answer.body);
    if (answer.kind === "offline" || answer.kind === "failing") return this.#later(answer.kind);
    this.#outbox.returned();
    if (answer.kind === "signed-out") {
      this.link = "signed-out";
      this.#on.signedOut();
    } else {
      this.stop(answer.kind === "stranger" ? "somebody else has signed in." : answer.message);
      if (answer.kind === "stranger") this.#on.stranger();
      else this.#on.refused(answer.message);
    }
    return false;
  }

  #well(body) {
    const became = this.#outbox.answered(body.rows ?? []);
    if (!became.length) return this.#later("failing"); // an answer that speaks of none of our rows is no answer
    this.link = "fine";
    this.#failures = 0;
    this.#on.answered(became, body);
    return true;
  }

  #later(link) {
    this.#outbox.lost();
    this.link = link;
    this.#schedule(Math.min(FIRST_RETRY * 2 ** this.#failures, LONGEST_RETRY));
    this.#failures += 1;
    return false;
  }

  /** Send nothing more from this page. */
  stop(why) {
    this.#clock.clearTimeout(this.#timer);
    this.link = "stopped";
    this.stoppedBy = why;
  }
}
