// Copy out to a spreadsheet, and paste in from one by way of a preview.

import { counted } from "../dom.js";
import { askToAccept, isRows } from "./paste.js";

export class Clipboard {
  #page;
  #preview;

  /** `preview(text)`: { body, beyond } of what a paste would do, or the answer of the transport that tells why there is none. */
  constructor(page, preview) {
    this.#page = page;
    this.#preview = preview;
    page.table.addEventListener("copy", (event) => this.#copy(event));
    page.table.addEventListener("paste", (event) => this.#paste(event));
  }

  #copy(event) {
    const { lines, text } = this.#page.grid.selection;
    if (!lines.length) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", text);
    this.#page.say(`${counted(lines.length, "row")} copied.`);
  }

  #paste(event) {
    const text = event.clipboardData.getData("text/plain");
    if (!isRows(text)) return;
    event.preventDefault();
    this.#offer(text);
  }

  /** Show what pasted text would do, and do exactly that when it is accepted. */
  async #offer(text) {
    const page = this.#page;
    const { body, beyond = [], kind = "ok", message } = await this.#preview(text);
    if (kind === "ok") await this.#accept(body, beyond);
    else if (kind === "signed-out") page.company.signedOut();
    else page.say(message ?? "Pasting rows needs the service, and it is not answering. Try again soon.");
  }

  async #accept(preview, beyond) {
    const { sheet, company, autosave, say } = this.#page;
    company.heard();
    const rows = await askToAccept(preview, beyond);
    if (!rows) return;
    const changes = this.#page.pasted(rows);
    sheet.change(changes, "paste");
    say(`${counted(changes.length, "row")} pasted. Ctrl+Z takes all of it back.`);
    await autosave.flush();
  }
}
