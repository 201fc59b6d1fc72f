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

/**
 * What the server is asked to preview. Several columns go as they are; so does one column while all rows are shown in
 * order of number (`plain`), with the candidate it starts from. Else one column is laid onto the rows as they are shown,
 * each value with its candidate's number: the server cannot know that order. `beyond`: values past the last row.
 */
export function forPreview(text, { numbers, heading, plain }) {
  const lines = linesOf(text);
  if (text.includes("\t") || plain) return { asked: { text: lines.join("\n"), start: numbers[0] }, beyond: [], note: "" };
  const values = isHeading(lines[0], lines.length === numbers.length + 1) ? lines.slice(1) : lines;
  const matched = values.slice(0, numbers.length).map((value, index) => `${numbers[index]}\t${value.trim()}`);
  return {
    asked: { text: [`Candidate number\t${heading}`, ...matched].join("\n") },
    beyond: values.slice(numbers.length),
    note: `The values were matched by position: to the rows as they are shown, from candidate ${numbers[0]} down. Look at the names before you accept.`,
  };
}

/** A heading taken for a value would move every mark by a candidate; so would a value taken for a heading. */
function isHeading(line, oneTooMany) {
  const word = line.trim();
  const noValue = word !== "" && !/^[\d.]+$/u.test(word) && !/^(a|abs|absent)$/iu.test(word);
  return noValue && (oneTooMany || /\p{L}{3}/u.test(word));
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
