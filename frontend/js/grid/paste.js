// Paste from a spreadsheet: always a preview first, nothing written before Accept, and the result is the preview.

import { button, counted, h, openDialog, table } from "../dom.js";

/** The lines of pasted text without the empty ones at the end. */
export function linesOf(text) {
  return text.replace(/\r\n?/gu, "\n").replace(/\n+$/u, "").split("\n");
}

/** A single value goes into its cell like any typing; anything longer is a paste of rows. */
export function isRows(text) {
  return text.includes("\t") || linesOf(text).length > 1;
}

/** The counts of a preview in sentences, for the head of the dialog. */
export function previewSummary({ changed = [], unchanged = 0 }) {
  return `${counted(changed.length, "row")} will change. ${counted(unchanged, "row is", "rows are")} the same already. Nothing has been written yet.`;
}

/** One line about a row that was not taken; the server sends sentences or small records. */
export function aboutLine(item) {
  if (typeof item !== "object") return String(item);
  const place = item.line ? `Line ${item.line}` : "";
  const what = [place, item.number, item.text].filter(Boolean).join(", ");
  return [what, item.message].filter(Boolean).join(": ");
}

/** Show a preview; resolves with the rows to write, or null. */
export function askToAccept(preview, beyond) {
  return new Promise((resolve) => {
    let accepted = null;
    const changes = preview.changed?.length ?? 0;
    const accept = () => { accepted = preview.rows; dialog.close(); };
    const actions = [
      changes ? button(`Accept ${counted(changes, "change")}`, accept) : "",
      button(changes ? "Cancel" : "Close", () => dialog.close(), { secondary: true }),
    ];
    const body = h("div", { class: "ic-preview" }, sections(preview, beyond));
    const dialog = openDialog({ title: "Check what was pasted", body, actions, className: "ic-dialog--wide", onClose: () => resolve(accepted) });
  });
}

function sections(preview, beyond) {
  const past = beyond.map((text) => ({ text, message: "there is no candidate left for it" }));
  return [
    h("p", { class: "govuk-body" }, previewSummary(preview)),
    preview.notes?.map((note) => h("p", { class: "govuk-inset-text" }, note)) ?? "",
    preview.changed?.length ? table(["No.", "Candidate", "Old", "New"], preview.changed.map(changedCells)) : "",
    list("Refused", preview.refused),
    list("Not matched to a candidate", [...(preview.not_matched ?? []), ...past]),
    list("Given more than once", preview.duplicates),
    list("On the sheet but not in what was pasted", preview.missing),
  ];
}

function changedCells({ number, name, old, new: now }) {
  return [number, name, old || "nothing", now || "nothing"];
}

function list(title, items = []) {
  if (!items.length) return "";
  return h("details", { class: "govuk-details", open: items.length <= 10 },
    h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, `${title} (${items.length})`)),
    h("ul", { class: "govuk-list govuk-details__text" }, items.map((item) => h("li", {}, aboutLine(item)))));
}
