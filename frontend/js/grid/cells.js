// What stands in the cells of a grid.

/** The column of something that stands in a cell. */
export function columnOf(widget) {
  return widget.closest("td, th")?.cellIndex ?? -1;
}

/** text, tick, choice (a drop-down) or button. */
export function kindOf(widget) {
  if (widget.tagName === "SELECT") return "choice";
  if (widget.tagName === "BUTTON") return "button";
  return widget.type === "checkbox" ? "tick" : "text";
}
