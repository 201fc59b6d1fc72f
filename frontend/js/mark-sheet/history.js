// Who entered what in a row, and when.

import { button, h, openDialog, table } from "../dom.js";

const HOW = { form: "saved on the page", typing: "typed", typed: "typed", paste: "pasted", file: "from a file", undo: "undone" };

/** One line of the dialog's table. */
export function historyCells({ at, who, old, new: now, how }) {
  return [at, who, old || "nothing", now || "nothing", HOW[how] ?? how ?? ""];
}

export function historyAddress(pattern, number) {
  return pattern.replace("/0000/", `/${number}/`);
}

/** Ask for the history of a row and show it. */
export async function showHistory({ get, pattern, row }) {
  const answer = await get(historyAddress(pattern, row.number));
  const close = button("Close", () => dialog.close(), { autofocus: true });
  const dialog = openDialog({
    title: `History of ${row.number} ${row.name}`,
    body: answer.kind === "ok" ? lines(answer.body.lines) : h("p", { class: "govuk-body" }, "The history could not be read. Try again later."),
    actions: [close],
    className: "ic-dialog--wide",
  });
}

function lines(entries) {
  if (!entries.length) return h("p", { class: "govuk-body" }, "Nothing has been entered yet.");
  return table(["When", "Who", "Old", "New", "How"], entries.map(historyCells));
}
