// Filter, find and sort in place; the address keeps in step, without what would name a candidate.

import { entered, isZero } from "./values.js";

export const PLAIN = Object.freeze({ show: "all", group: "", sort: "number", find: "" });

/** Whether a row passes. `row`: number, name, group, values, wrong. */
export function passes(row, { show, group, find }) {
  if (group && row.group !== group) return false;
  if (show === "incomplete" && isComplete(row.values)) return false;
  if (show === "problems" && !row.wrong) return false;
  return `${row.number} ${row.name}`.toLocaleLowerCase("en-GB").includes(find.trim().toLocaleLowerCase("en-GB"));
}

/** Complete as Review Incomplete means it: something entered, its zero explained, and checked. */
export function isComplete(values) {
  return entered(values) && values.checked && !(isZero(values) && !values.reason);
}

const BY_NUMBER = (a, b) => compare(a.number, b.number);
const SORTS = {
  number: BY_NUMBER,
  name: (a, b) => a.name.localeCompare(b.name, "en-GB") || BY_NUMBER(a, b),
  group: (a, b) => compare(a.group, b.group) || BY_NUMBER(a, b),
  mark: (a, b) => markOf(b) - markOf(a) || BY_NUMBER(a, b),
};

function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}

function markOf({ values }) {
  return values.mark === "" ? -1 : Number(values.mark);
}

export function sorted(rows, by) {
  return [...rows].sort(SORTS[by] ?? BY_NUMBER);
}

/** The query of the address: without the plain choices, and never with what was typed into find. */
export function queryOf(choice) {
  const kept = ["show", "group", "sort"].filter((name) => choice[name] !== PLAIN[name]);
  return new URLSearchParams(kept.map((name) => [name, choice[name]])).toString();
}

/** Whether a page that was served with this choice may lack rows that another choice would show. */
export function holdsBack({ show, group, find }) {
  return show !== PLAIN.show || group !== PLAIN.group || find.trim() !== PLAIN.find;
}
