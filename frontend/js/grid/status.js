// What the line beside Save says. It never claims more than the server has acknowledged.

import { counted } from "../dom.js";

/**
 * `counts` of the outbox; `link`: fine, offline, failing, signed-out or stopped; `savedAt`: time of the last
 * acknowledgement, "" before the first; `kept`: whether unsent work outlives this page.
 * Returns { words, tone } with tone saved, unsaved or failed.
 */
export function statusLine({ counts, link, savedAt, kept = true, stoppedBy = "" }) {
  const moving = counts.waiting + counts.sending;
  const held = counts.problem + counts.conflict;
  const needing = held ? ` ${heldWords(counts)}` : "";
  if (moving && link === "fine") return { words: `Saving ${counted(moving, "change")} …${needing}`, tone: "unsaved" };
  if (moving) return { words: `${notSent(moving, link, stoppedBy)}${kept ? "" : " Keep this page open."}${needing}`, tone: "failed" };
  if (link === "stopped") return { words: stoppedBy, tone: "failed" };
  if (held) return { words: `${savedAt ? `Saved ${savedAt}, but ` : ""}${capital(heldWords(counts), !savedAt)}`, tone: "failed" };
  return { words: savedAt ? `All changes saved ${savedAt}` : "Nothing to save", tone: "saved" };
}

function notSent(number, link, stoppedBy) {
  const changes = `${counted(number, "change")} not sent yet`;
  if (link === "offline") return `${changes}: working offline.`;
  if (link === "signed-out") return `${changes}: you have been signed out.`;
  if (link === "stopped") return `${changes}: ${stoppedBy}`;
  return `${changes}: the service is not answering. Trying again.`;
}

function heldWords({ problem, conflict }) {
  const parts = [];
  if (problem) parts.push(`${counted(problem, "row has", "rows have")} a problem and ${problem === 1 ? "is" : "are"} not saved`);
  if (conflict) parts.push(`${counted(conflict, "row was", "rows were")} changed by someone else too: choose`);
  return `${parts.join("; ")}.`;
}

function capital(words, wanted) {
  return wanted ? words[0].toUpperCase() + words.slice(1) : words;
}

/** The state cell of a row with unsent work. */
export function rowState(entry, link) {
  if (entry.state === "problem") return { css: "is-problem", words: "Not saved", message: entry.message };
  if (entry.state === "conflict") return { css: "is-conflict", words: "Changed by someone else too" };
  if (entry.message) return { css: "is-problem", words: "Not saved", message: entry.message };
  return link === "fine" ? { css: "is-saving", words: "Saving …" } : { css: "is-waiting", words: "Not sent yet" };
}
