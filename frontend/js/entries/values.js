// What a row of the entries grid holds: a text for each column; and what becomes of it when two people changed it.

/** The part of an answer or an entry that is the row's own values. */
export function valuesOf(row) {
  return { cells: { ...row.cells } };
}

export function same(a, b) {
  return differing(a, b).length === 0;
}

/** The columns in which two rows differ; a column that one does not show is not compared. */
export function differing(a, b) {
  return Object.keys(a.cells).filter((column) => column in b.cells && a.cells[column] !== b.cells[column]);
}

/** These values with other texts in some columns. */
export function withCells(values, cells) {
  return { cells: { ...values.cells, ...cells } };
}

/**
 * My change and theirs, both made from `base`, cell by cell.
 * "same": nothing is left to send. "resend": both can stand. "conflict": a person must choose.
 */
export function merge(base, mine, theirs) {
  const changed = differing(mine, base);
  const left = changed.filter((column) => mine.cells[column] !== theirs.cells[column]);
  const values = withCells(theirs, Object.fromEntries(left.map((column) => [column, mine.cells[column]])));
  if (!left.length) return { kind: "same", values: theirs };
  const clash = left.some((column) => theirs.cells[column] !== base.cells[column]);
  return { kind: clash ? "conflict" : "resend", values };
}

/** A row in few words, beside another: only where the two differ. */
export function inWords(values, other = null) {
  const columns = other ? differing(values, other) : Object.keys(values.cells).filter((column) => values.cells[column]);
  const told = columns.map((column) => `${labelOf(column)}: ${values.cells[column] || "nothing"}`);
  return told.length > 4 ? `${told.slice(0, 4).join("; ")} and ${told.length - 4} more` : told.join("; ") || "nothing";
}

const LABELS = {
  candidate_number: "No.", uci: "UCI", surname: "Surname", forenames: "Forenames", date_of_birth: "Date of birth",
  sex: "Sex", status: "Status", uln: "ULN",
};

/** A column as it is called on the page. */
export function labelOf(column) {
  return LABELS[column] ?? column;
}
