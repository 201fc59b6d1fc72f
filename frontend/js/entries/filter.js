// Filter and find in place; the address keeps in step, without what would name a candidate.

export const PLAIN = Object.freeze({ show: "all", columns: "all", find: "" });

/** The filter of a grid for these codes. */
export function filterFor(codes) {
  return {
    PLAIN,
    passes,
    sorted: (rows) => rows,
    holdsBack: ({ show, find }) => show !== PLAIN.show || find.trim() !== PLAIN.find,
    needsServer: (before, after) => before.columns !== after.columns,
    queryOf: (choice) => queryOf(choice, codes),
  };
}

/** Whether a row passes. `row`: called, name, uci, entered, touched, wrong. */
export function passes(row, { show, find }) {
  if (show === "entered" && !row.entered) return false;
  if (show === "changed" && !row.touched) return false;
  if (show === "problems" && !row.wrong) return false;
  return `${row.called} ${row.name} ${row.uci}`.toLocaleLowerCase("en-GB").includes(find.trim().toLocaleLowerCase("en-GB"));
}

function queryOf(choice, codes) {
  const kept = ["show", "columns"].filter((name) => choice[name] !== PLAIN[name]).map((name) => `${name}=${encodeURIComponent(choice[name])}`);
  return [`codes=${codes.map(encodeURIComponent).join(",")}`, ...kept].join("&");
}
