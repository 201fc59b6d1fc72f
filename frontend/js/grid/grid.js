// The table as a grid: one tab stop, focus that moves by keys, and a selection. It knows cells, not what is in them.

import { keyName } from "../keys.js";
import { columnOf, kindOf } from "./cells.js";
import { rowsOf } from "./chunks.js";
import { actionFor, Trail } from "./grid-keys.js";
import { Selection } from "./selection.js";

const WIDGETS = "input:enabled, select:enabled, button:enabled:not([data-aside])";

export class Grid {
  #table;
  #on;
  #keys;
  #rows = null;
  #places = new Map();
  #trail = new Trail();
  #current = null;
  #along = false;
  #leaving = false;
  #wasActive = null;

  mode = "ready";

  /**
   * `on`: what the page does: left, typed, clear, revert, greyed, moved, and an entry for each further action.
   * `keys`: actions of keys that only this page has. `field`: what is entered in a cell.
   */
  constructor(table, on, { keys = new Map(), field = "input, select" } = {}) {
    this.#table = table;
    this.#on = on;
    this.#keys = keys;
    this.selection = new Selection(this, field);
    table.setAttribute("role", "grid");
    table.setAttribute("aria-multiselectable", "true");
    this.#oneTabStop();
    table.addEventListener("keydown", (event) => this.#key(event));
    table.addEventListener("focusin", (event) => this.#arrive(event.target));
    table.addEventListener("focusout", (event) => this.#depart(event));
    table.addEventListener("input", (event) => this.#input(event));
    table.addEventListener("pointerdown", (event) => this.#press(event));
    table.addEventListener("click", (event) => this.#click(event));
  }

  #oneTabStop() {
    for (const widget of this.#table.querySelectorAll("tbody :is(input, select, button)")) widget.tabIndex = -1;
    this.reset();
  }

  /** After rows were hidden, shown or moved: forget the order, and keep a way in. */
  reset() {
    this.#rows = null;
    this.selection.clear();
    if (this.#current?.isConnected && !this.#current.closest("tr").hidden) return;
    const [first] = this.rows;
    if (first) this.#makeTabStop(this.widgets(first)[0]);
  }

  /** The rows shown that have something to enter, in order. */
  get rows() {
    if (!this.#rows) {
      this.#rows = rowsOf(this.#table).filter((row) => !row.hidden && row.querySelector(WIDGETS));
      this.#places = new Map(this.#rows.map((row, place) => [row, place]));
    }
    return this.#rows;
  }

  place(row) {
    return this.rows && (this.#places.get(row) ?? -1);
  }

  widgets(row) {
    return [...row.querySelectorAll(WIDGETS)];
  }

  /** The element of a row in a column; where there is none, the nearest to the left, else the first. */
  widget(row, column) {
    const widgets = this.widgets(row);
    return widgets.find((widget) => columnOf(widget) === column)
      ?? widgets.findLast((widget) => columnOf(widget) < column) ?? widgets[0];
  }

  get current() {
    return this.#current;
  }

  get active() {
    return this.#table.contains(document.activeElement) ? document.activeElement : null;
  }

  #makeTabStop(widget) {
    if (!widget || widget === this.#current) return;
    if (this.#current) this.#current.tabIndex = -1;
    widget.tabIndex = 0;
    this.#current = widget;
  }

  focus(widget, { along = false, keepSelection = false } = {}) {
    if (!widget) return false;
    if (!keepSelection) this.selection.clear();
    this.#along = along;
    widget.focus({ preventScroll: true });
    this.#along = false;
    widget.scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  }

  #arrive(widget) {
    if (!widget.matches(WIDGETS)) return;
    this.mode = "ready";
    this.#leaving = false;
    this.#makeTabStop(widget);
    this.#trail.arrived(widget.closest("tr"), columnOf(widget), this.#along);
    if (kindOf(widget) === "text") widget.select();
    this.#on.moved(widget);
  }

  #depart({ target }) {
    this.mode = "ready";
    if (target.matches(WIDGETS)) this.#on.left(target);
  }

  #input({ target }) {
    if (kindOf(target) !== "text") return;
    if (this.mode === "ready") this.mode = "typing";
    this.#on.typed(target);
  }

  #press(event) {
    const widget = event.target.closest("td, th")?.querySelector(WIDGETS);
    this.#wasActive = document.activeElement;
    if (!widget) return;
    if (event.shiftKey && this.active) {
      event.preventDefault();
      this.selection.extendTo(widget);
    } else if (event.target.tagName === "TD") {
      event.preventDefault();
      this.focus(widget);
    } else {
      this.selection.clear();
    }
  }

  #click(event) {
    const { target } = event;
    if (target.getAttribute("aria-disabled") === "true") {
      event.preventDefault();
      this.#on.greyed(target);
    } else if (kindOf(target) === "text") {
      if (target === this.#wasActive) this.mode = "editing";
      else target.select();
    }
  }

  #key(event) {
    const widget = event.target;
    if (event.isComposing || !widget.matches(WIDGETS)) return;
    const name = keyName(event);
    const action = this.#keys.get(name) ?? actionFor(name, this.mode, kindOf(widget));
    if (action) {
      if (this.#does(action, widget) !== false) event.preventDefault();
    } else if (widget.readOnly && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
      this.#on.greyed(widget);
    }
  }

  /** Do an action; false leaves the key to the browser. */
  #does(action, widget) {
    const own = this.#moves[action];
    return own ? own(widget) : this.#on[action]?.(widget);
  }

  #moves = {
    up: (widget) => this.#vertically(widget, -1),
    down: (widget) => this.#vertically(widget, 1),
    left: (widget) => this.#sideways(widget, -1),
    right: (widget) => this.#sideways(widget, 1),
    next: (widget) => this.#tab(widget, 1),
    previous: (widget) => this.#tab(widget, -1),
    enter: (widget) => this.#vertically(widget, 1, this.#trail.column),
    "enter-up": (widget) => this.#vertically(widget, -1, this.#trail.column),
    "row-start": (widget) => { this.focus(this.widgets(widget.closest("tr"))[0]); },
    "row-end": (widget) => { this.focus(this.widgets(widget.closest("tr")).at(-1)); },
    "grid-start": () => { this.focus(this.widgets(this.rows[0])[0]); },
    "grid-end": () => { this.focus(this.widgets(this.rows.at(-1)).at(-1)); },
    "page-up": (widget) => this.#vertically(widget, -this.#screenful(widget)),
    "page-down": (widget) => this.#vertically(widget, this.#screenful(widget)),
    edit: (widget) => this.#edit(widget),
    escape: (widget) => this.#escape(widget),
    toggle: () => true,
    "select-up": (widget) => this.selection.extend(widget, -1, 0),
    "select-down": (widget) => this.selection.extend(widget, 1, 0),
    "select-left": (widget) => this.selection.extend(widget, 0, -1),
    "select-right": (widget) => this.selection.extend(widget, 0, 1),
    "select-all": () => this.selection.everything(),
    clear: (widget) => this.#on.clear(this.selection.widgets ?? [widget]),
  };

  /** The row so many places away, held at the edges. */
  rowFrom(row, step) {
    const place = Math.min(Math.max(this.place(row) + step, 0), this.rows.length - 1);
    return this.rows[place];
  }

  #vertically(widget, step, column = columnOf(widget)) {
    const row = widget.closest("tr");
    const target = this.rowFrom(row, step);
    if (target === row) this.#stay(widget);
    else this.focus(this.widget(target, column));
  }

  #sideways(widget, step) {
    const widgets = this.widgets(widget.closest("tr"));
    const target = widgets[widgets.indexOf(widget) + step];
    if (target) this.focus(target, { along: true });
    else this.#stay(widget);
  }

  /** At an edge the cell comes to rest where it is. */
  #stay(widget) {
    this.selection.clear();
    this.#on.left(widget);
    this.mode = "ready";
    if (kindOf(widget) === "text") widget.select();
  }

  #tab(widget, step) {
    if (this.#leaving) return false;
    const row = widget.closest("tr");
    const widgets = this.widgets(row);
    const beside = widgets[widgets.indexOf(widget) + step];
    if (beside) return this.focus(beside, { along: true });
    const target = this.rowFrom(row, step);
    if (target === row) return false;
    return this.focus(this.widgets(target).at(step > 0 ? 0 : -1));
  }

  #screenful(widget) {
    const height = widget.closest("tr").offsetHeight || 1;
    return Math.max(Math.floor(window.innerHeight / height) - 4, 1);
  }

  #edit(widget) {
    if (kindOf(widget) === "tick" || widget.readOnly) return;
    this.mode = "editing";
    if (kindOf(widget) === "text") widget.setSelectionRange(widget.value.length, widget.value.length);
  }

  #escape(widget) {
    const resting = this.mode === "ready";
    this.#leaving = resting;
    this.selection.clear();
    if (resting) return;
    this.#on.revert(widget);
    this.mode = "ready";
    if (kindOf(widget) === "text") widget.select();
  }
}
