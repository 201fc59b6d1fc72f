// The rules of a cell at rest, with the sentences of the marks reference (table in 6.3). The server has the last word.

import { entered, isZero } from "./values.js";

// Spaces of every kind, and the marks of no width that come along with a paste.
const NOISE = /[\s\u00a0\u00ad\u200b-\u200f\u2060\ufeff]/gu;

/** What was typed without what only looks like nothing: " 054 " is 54, "54.50" is 54.5. */
export function tidy(text) {
  const bare = text.normalize("NFKC").replace(NOISE, "").replace(/^\u2212/u, "-").replace(/^\+(?=\d)/u, "");
  if (!/^\d+(\.\d+)?$/u.test(bare)) return bare;
  const [whole, fraction = ""] = bare.split(".");
  const kept = fraction.replace(/0+$/u, "");
  return whole.replace(/^0+(?=\d)/u, "") + (kept && `.${kept}`);
}

/** The sentence about one number, or nothing when it is a mark. */
export function aboutMark(text, { max, halves }) {
  if (text === "") return "";
  if (/^\d{5,}(\.\d+)?$/u.test(text) || (isMark(text, halves) && Number(text) > max)) {
    return `${text.length > 20 ? `${text.slice(0, 20)}…` : text} is more than the maximum of ${max}.`;
  }
  const kind = halves ? "a whole number or a half mark" : "a whole number";
  return isMark(text, halves) ? "" : `Enter ${kind} from 0 to ${max}.`;
}

function isMark(text, halves) {
  return halves ? /^\d+(\.5)?$/u.test(text) : /^\d+$/u.test(text);
}

/** What is wrong with a row's values: the field and the sentence, or null. */
export function check(values, rules) {
  return (
    aboutParts(values, rules) ??
    problem("mark", aboutMark(values.mark, rules)) ??
    problem("absent", values.absent && (values.mark !== "" || values.parts.some(Boolean)) ? "Remove the mark or untick absent." : "") ??
    problem("mark", aboutSum(values))
  );
}

function problem(field, sentence) {
  return sentence ? { field, sentence } : null;
}

function aboutParts(values, { halves, partMaxima = [] }) {
  for (const [index, text] of values.parts.entries()) {
    const sentence = partMaxima[index] === undefined ? "" : aboutMark(text, { max: partMaxima[index], halves });
    if (sentence) return problem(`part-${index + 1}`, sentence);
  }
  return null;
}

function aboutSum({ parts, mark }) {
  if (mark === "" || !parts.length || parts.includes("")) return "";
  const sum = parts.reduce((total, part) => total + Number(part), 0);
  return sum === Number(mark) ? "" : `The parts add to ${sum}; the total is ${mark}.`;
}

/** Why a row may not be ticked as checked yet, or nothing. */
export function whyNotChecked(values, rules) {
  const wrong = check(values, rules);
  if (wrong) return wrong.sentence;
  if (!entered(values)) return rules.graded ? "Choose a grade first." : "Enter a mark or tick absent first.";
  return isZero(values) && !values.reason ? "Say why this mark is 0." : "";
}
