// What each key does in the grid, as a table. Pure: names in, names out.
//
// A cell is "ready" when it is reached (typing replaces what is in it), "typing" once something was typed (arrows
// still leave it), and "editing" after F2 or a second click (Left and Right move within the text).

export const GRID_KEYS = [
  { keys: ["Up"], action: "up", does: "Previous row" },
  { keys: ["Down"], action: "down", does: "Next row" },
  { keys: ["Left"], action: "left", does: "Previous cell", within: "text" },
  { keys: ["Right"], action: "right", does: "Next cell", within: "text" },
  { keys: ["Tab"], action: "next", does: "Next cell; at the last, out of the grid" },
  { keys: ["Shift+Tab"], action: "previous", does: "Previous cell; at the first, out of the grid" },
  { keys: ["Enter"], action: "enter", does: "Down, back to the column where the row was begun" },
  { keys: ["Shift+Enter"], action: "enter-up", does: "Up" },
  { keys: ["Home"], action: "row-start", does: "First cell of the row", within: "text" },
  { keys: ["End"], action: "row-end", does: "Last cell of the row", within: "text" },
  { keys: ["Ctrl+Home"], action: "grid-start", does: "First row" },
  { keys: ["Ctrl+End"], action: "grid-end", does: "Last row" },
  { keys: ["PageUp"], action: "page-up", does: "One screen up" },
  { keys: ["PageDown"], action: "page-down", does: "One screen down" },
  { keys: ["Letters, figures"], action: "", does: "Replace what is in the cell" },
  { keys: ["F2"], action: "edit", does: "Change the cell where it stands" },
  { keys: ["Escape"], action: "escape", does: "Put the cell back; twice, then Tab: out of the grid" },
  { keys: ["Space"], action: "toggle", does: "Tick or untick" },
  { keys: ["Delete"], action: "clear", does: "Empty the cell or the selection", within: "text" },
  { keys: ["Shift+Up"], action: "select-up", does: "Select upwards" },
  { keys: ["Shift+Down"], action: "select-down", does: "Select downwards" },
  { keys: ["Shift+Left"], action: "select-left", does: "Select to the left", within: "text" },
  { keys: ["Shift+Right"], action: "select-right", does: "Select to the right", within: "text" },
  { keys: ["Ctrl+A"], action: "select-all", does: "Select everything shown", within: "text" },
  { keys: ["Ctrl+C"], action: "", does: "Copy the selection for a spreadsheet" },
  { keys: ["Ctrl+V"], action: "", does: "Paste from a spreadsheet, with a preview" },
  { keys: ["Ctrl+Z"], action: "undo", does: "Undo" },
  { keys: ["Ctrl+Y", "Ctrl+Shift+Z"], action: "redo", does: "Redo" },
  { keys: ["Ctrl+S"], action: "save", does: "Save now" },
  { keys: ["Alt+H"], action: "history", does: "Who entered what, and when" },
];

/** The keys of one page for the list behind `?`. `own`: by first key what is told otherwise, or null for a key that it has not. */
export function keysOf(where, own = {}) {
  const kept = GRID_KEYS.filter(({ keys: [first] }) => own[first] !== null);
  return kept.map((entry) => ({ ...entry, ...own[entry.keys[0]], where }));
}

const ACTIONS = new Map(GRID_KEYS.flatMap((row) => row.keys.map((name) => [name, row])));
const OF_A_CHOICE = new Set(["up", "down", "row-start", "row-end", "page-up", "page-down"]);

/**
 * The action of a key, or "" where the browser's own should happen.
 * `mode`: ready, typing or editing. `kind`: what has the focus: text, tick, choice (a drop-down) or button.
 */
export function actionFor(name, mode, kind) {
  const row = ACTIONS.get(name);
  if (!row?.action) return "";
  if (kind === "text" && mode === "editing" && row.within === "text") return "";
  if (kind === "text" && mode === "typing" && row.action === "clear") return "";
  if (kind === "choice" && mode === "editing" && OF_A_CHOICE.has(row.action)) return "";
  if (kind !== "text" && row.action === "toggle") return "";
  if (kind === "button" && row.action === "enter") return "";
  return row.action;
}

/** Where Enter goes back to: the column in which the row was begun. */
export class Trail {
  #row = null;

  column = 0;

  /** Arrived at a cell; going along the row keeps the column in which it was begun. */
  arrived(row, column, along) {
    if (!along || row !== this.#row) this.column = column;
    this.#row = row;
  }
}
