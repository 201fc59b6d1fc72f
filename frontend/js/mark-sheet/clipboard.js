// Copy out to a spreadsheet, and paste in from one by way of a preview.

import { counted } from "../dom.js";
import { askToAccept, forPreview, isRows } from "./paste.js";
import { asText } from "./selection.js";
import { valuesOf } from "./values.js";

export class Clipboard {
  #page;

  constructor(page) {
    this.#page = page;
    page.table.addEventListener("copy", (event) => this.#copy(event));
    page.table.addEventListener("paste", (event) => this.#paste(event));
  }

  #copy(event) {
    const { lines } = this.#page.grid.selection;
    if (!lines.length) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", asText(lines));
    this.#page.say(`${counted(lines.length, "row")} copied.`);
  }

  #paste(event) {
    const text = event.clipboardData.getData("text/plain");
    if (!isRows(text)) return;
    event.preventDefault();
    this.#preview(text);
  }

  /** Show what pasted text would do, and do exactly that when it is accepted. */
  async #preview(text) {
    const page = this.#page;
    const { asked, beyond, note } = this.#question(text);
    await page.save();
    const answer = await page.transport.post(page.form.dataset.preview, asked);
    if (answer.kind === "ok") await this.#offer(withNote(answer.body, note), beyond);
    else if (answer.kind === "signed-out") page.company.signedOut();
    else page.say(answer.message ?? "Pasting rows needs the service, and it is not answering. Try again soon.");
  }

  #question(text) {
    const { arranging, grid, sheet, shownRows } = this.#page;
    const from = Math.max(grid.place(grid.current?.closest("tr")), 0);
    const numbers = shownRows.slice(from).map(({ number }) => number);
    return forPreview(text, { numbers, heading: sheet.rules.graded ? "Grade" : "Mark", plain: arranging.plain });
  }

  async #offer(preview, beyond) {
    const { sheet, company, autosave, say } = this.#page;
    company.heard();
    const rows = await askToAccept(preview, beyond);
    if (!rows) return;
    const known = rows.filter(({ number }) => sheet.row(number));
    sheet.change(known.map((row) => ({ row: sheet.row(row.number), after: valuesOf(row), version: row.version })), "paste");
    say(`${counted(known.length, "row")} pasted. Ctrl+Z takes all of it back.`);
    await autosave.flush();
  }
}

function withNote(preview, note) {
  return note ? { ...preview, notes: [note, ...(preview.notes ?? [])] } : preview;
}
