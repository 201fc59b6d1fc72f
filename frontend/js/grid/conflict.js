// Two people changed one row: both values side by side in the row, and a person chooses.

import { h } from "../dom.js";

/** What the state cell of a conflict shows. `inWords(values, others)` tells what a row holds; `choose("mine" | "theirs")`. */
export function conflictChoice(entry, label, inWords, choose) {
  const { theirs } = entry;
  const who = [theirs.by, theirs.at].filter(Boolean).join(", ");
  return h("div", { class: "ic-conflict", role: "group", "aria-label": `Two values for ${label}` },
    side("Yours", inWords(entry.values, theirs), "not saved", choice("Keep mine", () => choose("mine"))),
    side("Theirs", inWords(theirs, entry.values), who, choice("Take theirs", () => choose("theirs"))));
}

function side(title, value, note, action) {
  return h("div", { class: "ic-conflict__side" },
    h("span", { class: "ic-conflict__title" }, title), h("strong", {}, value), h("span", { class: "ic-conflict__note" }, note), action);
}

function choice(words, onclick) {
  return h("button", { type: "button", class: "ic-button ic-button--secondary ic-button--small", tabindex: "-1", onclick }, words);
}
