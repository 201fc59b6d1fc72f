// Leaving the page, by its buttons, by a link or by closing it: what is on its way gets there first.

const LONGEST_WAIT = 3_000;
const SMALL_ENOUGH_TO_OUTLIVE_THE_PAGE = 200;

export class Leaving {
  #page;
  #now = false;

  constructor(page) {
    this.#page = page;
    page.form.addEventListener("submit", (event) => this.#submit(event));
    document.addEventListener("click", (event) => this.#follow(event));
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#goingAway(); });
    window.addEventListener("pagehide", () => this.#goingAway());
    window.addEventListener("beforeunload", (event) => this.#beforeUnload(event));
  }

  /** Leave without asking: what is unsent is kept, or was given up knowingly. */
  reload() {
    this.#now = true;
    window.location.reload();
  }

  async #submit(event) {
    if (this.#now) return;
    event.preventDefault();
    const { submitter } = event;
    const own = this.#page.buttons[submitter?.value];
    if (own) await own();
    else await this.#page.save();
    if (own || !submitter?.name || submitter.value === "save") return;
    if (this.#page.outbox.unsent) this.#page.say("Some changes are not saved yet. Go on when they are.");
    else this.#submitForm(submitter);
  }

  #submitForm(submitter) {
    const { form, sheet } = this.#page;
    const open = sheet.rows.filter((row) => row.editable);
    form.elements.versions.value = open.map(({ number, version }) => `${number}:${version}`).join(" ");
    this.#now = true;
    form.requestSubmit(submitter);
  }

  /** A link followed while something is on its way waits for it a moment. */
  #follow(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || !isPlain(event) || link.target || link.hasAttribute("download") || link.getAttribute("href").startsWith("#")) return;
    this.#page.commitCurrent();
    if (!this.#page.outbox.unsent) return;
    event.preventDefault();
    const wait = new Promise((resolve) => { setTimeout(resolve, LONGEST_WAIT); });
    Promise.race([this.#page.save(), wait]).then(() => window.location.assign(link.href));
  }

  #goingAway() {
    const { autosave, outbox } = this.#page;
    this.#page.commitCurrent();
    if (outbox.unsent && autosave.link === "fine") autosave.flush({ keepalive: outbox.unsent < SMALL_ENOUGH_TO_OUTLIVE_THE_PAGE });
  }

  #beforeUnload(event) {
    this.#page.commitCurrent();
    if (this.#page.outbox.unsent && !this.#now) event.preventDefault();
  }
}

function isPlain(event) {
  return !event.defaultPrevented && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}
