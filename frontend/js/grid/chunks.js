// Long tables in bodies of fifty rows: the browser then leaves alone all that is out of view (see _mark-sheet.scss),
// and a key is answered as fast in a sheet of 5,000 as in one of 30.

export const CHUNK = 50;

/** All rows of a table, whichever body they are in. */
export function rowsOf(table) {
  return [...table.tBodies].flatMap((body) => [...body.rows]);
}

/** Rows in groups of fifty. */
export function inChunks(rows, size = CHUNK) {
  const groups = [];
  for (let from = 0; from < rows.length; from += size) groups.push(rows.slice(from, from + size));
  return groups;
}

/** Put the rows into bodies in this order; those not shown go to a last body that is hidden. */
export function layOut(table, shown, hidden = []) {
  const wanted = [...inChunks(shown), hidden];
  const bodies = [...table.tBodies];
  wanted.forEach((rows, place) => fill(bodies[place] ?? table.appendChild(document.createElement("tbody")), rows));
  for (const body of bodies.slice(wanted.length)) body.remove();
  [...table.tBodies].forEach((body, place) => { body.hidden = place === wanted.length - 1; });
}

function fill(body, rows) {
  const there = body.rows;
  const asWanted = there.length === rows.length && rows.every((row, place) => there[place] === row);
  if (!asWanted) body.replaceChildren(...rows);
}
