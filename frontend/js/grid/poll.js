// What others save meanwhile, asked for every 15 seconds; not while the page is hidden or left alone for long.

const EVERY = 15_000;
const LEFT_ALONE = 5 * 60_000;

export class Poll {
  #question;
  #on;
  #token;
  #now;
  #active;
  #asking = false;

  /** `ask(token)` gives an answer of the transport; `on(body)` hears of each good one, `signedOut()` of the other. */
  constructor({ ask, on, signedOut, token = "", now = Date.now }) {
    this.#question = ask;
    this.#on = { answered: on, signedOut };
    this.#token = token;
    this.#now = now;
    this.#active = now();
  }

  start(view = window) {
    for (const name of ["keydown", "pointerdown", "pointermove"]) {
      view.addEventListener(name, () => { this.#active = this.#now(); }, { capture: true, passive: true });
    }
    view.document.addEventListener("visibilitychange", () => this.look(view.document.hidden));
    view.setInterval(() => this.look(view.document.hidden), EVERY);
  }

  /** Ask, unless nobody is looking. A page left alone must not keep its session alive by asking. */
  async look(hidden) {
    if (!hidden && this.#now() - this.#active <= LEFT_ALONE) await this.ask();
  }

  /** Ask, whoever is looking; the kind of the answer. */
  async ask() {
    if (this.#asking) return "";
    this.#asking = true;
    const answer = await this.#question(this.#token);
    this.#asking = false;
    if (answer.kind === "signed-out") this.#on.signedOut();
    if (answer.kind === "ok") {
      this.#token = answer.body.token ?? this.#token;
      this.#on.answered(answer.body);
    }
    return answer.kind;
  }
}
