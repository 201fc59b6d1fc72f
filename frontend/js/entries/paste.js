// Text pasted into the entries grid: a block is laid onto the cells from the current one; a table with headings goes to
// the server, which knows what the headings mean.

import { linesOf } from "../grid/paste.js";

const HEADINGS = /^(candidate|cand|uci|unique candidate|surname|last name|forename|first name|entry.?code|uln)/iu;

/** Whether the first line names columns. */
export function hasHeadings(text) {
  const cells = linesOf(text)[0].split("\t").map((cell) => cell.trim());
  return cells.length > 1 && cells.some((cell) => HEADINGS.test(cell)) && !cells.some((cell) => /\d{4}/u.test(cell) && /^\d+$/u.test(cell));
}

/**
 * A block laid onto rows from a place: [{ place, cells: { column: text } }], one for each line; `place` counts from the
 * first row. `columns` are those from the current cell to the right.
 */
export function laidOut(text, columns) {
  const places = linesOf(text).map((line, place) => {
    const texts = line.split("\t").map((cell) => cell.trim());
    const cells = {};
    columns.forEach((column, index) => { if (column && index < texts.length) cells[column] = texts[index]; });
    return { place, cells, beyond: texts.slice(columns.length).filter(Boolean) };
  });
  return places;
}

/** Lines of a block that say nothing. */
export function isEmptyLine({ cells }) {
  return Object.values(cells).every((text) => text === "");
}
