// What a row of the sheet holds, and what becomes of it when two people changed it.

/** A row with nothing in it. */
export const NOTHING = Object.freeze({ mark: "", absent: false, grade: "", reason: "", parts: [], checked: false });

/** The part of an answer or an entry that is the row's own values, in one shape. */
export function valuesOf(row) {
  return {
    mark: row.mark ?? "",
    absent: Boolean(row.absent),
    grade: row.grade ?? "",
    reason: row.reason ?? "",
    parts: [...(row.parts ?? [])],
    checked: Boolean(row.checked),
  };
}

/** Whether the mark, absence, grade, reason and parts agree: everything but the tick. */
export function sameValue(a, b) {
  return (
    a.mark === b.mark &&
    a.absent === b.absent &&
    a.grade === b.grade &&
    a.reason === b.reason &&
    a.parts.join("\t") === b.parts.join("\t")
  );
}

export function same(a, b) {
  return sameValue(a, b) && a.checked === b.checked;
}

/** Whether somebody has entered something: a mark, a grade or an absence. */
export function entered(values) {
  return values.absent || values.mark !== "" || values.grade !== "";
}

export function isZero(values) {
  return values.mark !== "" && Number(values.mark) === 0;
}

/** A new value is not a checked value (R-MK-9); a tick given together with the new value stands. */
export function untickIfChanged(before, after) {
  const carriedOver = before.checked && after.checked && !sameValue(before, after);
  return carriedOver || !entered(after) ? { ...after, checked: false } : after;
}

/**
 * My change and theirs, both made from `base`.
 * "same": nothing is left to send. "resend": both can stand. "conflict": a person must choose.
 */
export function merge(base, mine, theirs) {
  if (same(mine, theirs)) return { kind: "same", values: theirs };
  const iChanged = !sameValue(base, mine);
  const theyChanged = !sameValue(base, theirs);
  if (sameValue(mine, theirs)) return mergeTicks(base, mine, theirs);
  if (iChanged && !theyChanged) return { kind: "resend", values: mine };
  return { kind: "conflict", values: mine };
}

/** We agree on the value. My tick still counts where I gave or took it myself, not where my change only cleared it. */
function mergeTicks(base, mine, theirs) {
  const cleared = !mine.checked && !sameValue(base, mine);
  const untouched = mine.checked === base.checked;
  return cleared || untouched ? { kind: "same", values: theirs } : { kind: "resend", values: mine };
}

/** A row in few words, for a comparison: "54, checked", "Absent", "nothing". */
export function inWords(values) {
  const value = values.absent ? "Absent" : values.grade || values.mark || "nothing";
  const parts = values.parts.some(Boolean) ? ` (${values.parts.map((part) => part || "–").join(" + ")})` : "";
  return value + parts + (values.checked ? ", checked" : "");
}
