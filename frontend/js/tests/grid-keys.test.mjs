import assert from "node:assert/strict";
import { test } from "node:test";
import { actionFor, GRID_KEYS, keysOf, Trail } from "../grid/grid-keys.js";

// key, what the cell is in, what has the focus, what happens ("": the browser's own)
const KEYS = [
  ["Up", "ready", "text", "up"], ["Down", "ready", "text", "down"], ["Left", "ready", "text", "left"], ["Right", "ready", "text", "right"],
  ["Left", "typing", "text", "left"], ["Right", "typing", "text", "right"], ["Left", "editing", "text", ""], ["Right", "editing", "text", ""],
  ["Up", "editing", "text", "up"], ["Home", "ready", "text", "row-start"], ["Home", "editing", "text", ""], ["End", "editing", "text", ""],
  ["Tab", "ready", "text", "next"], ["Shift+Tab", "ready", "text", "previous"], ["Tab", "editing", "text", "next"],
  ["Enter", "ready", "text", "enter"], ["Enter", "typing", "text", "enter"], ["Enter", "ready", "tick", "enter"], ["Enter", "ready", "button", ""],
  ["Ctrl+Home", "ready", "text", "grid-start"], ["Ctrl+End", "ready", "text", "grid-end"], ["PageDown", "ready", "text", "page-down"],
  ["F2", "ready", "text", "edit"], ["Escape", "typing", "text", "escape"], ["Space", "ready", "tick", ""], ["Space", "ready", "text", "toggle"], ["Space", "ready", "choice", ""],
  ["Delete", "ready", "text", "clear"], ["Delete", "typing", "text", ""], ["Delete", "editing", "text", ""], ["Delete", "ready", "tick", "clear"],
  ["Shift+Down", "ready", "text", "select-down"], ["Shift+Right", "editing", "text", ""], ["Ctrl+A", "ready", "text", "select-all"], ["Ctrl+A", "editing", "text", ""],
  ["Ctrl+Z", "ready", "text", "undo"], ["Ctrl+Y", "ready", "text", "redo"], ["Ctrl+Shift+Z", "ready", "text", "redo"], ["Ctrl+S", "editing", "text", "save"],
  ["Ctrl+C", "ready", "text", ""], ["Ctrl+V", "ready", "text", ""], ["Alt+H", "ready", "tick", "history"],
  ["Down", "ready", "choice", "down"], ["Down", "editing", "choice", ""], ["5", "ready", "text", ""], ["P", "ready", "choice", ""], ["Alt+Down", "ready", "choice", ""],
];
for (const [name, mode, kind, action] of KEYS) {
  test(`${name} in a ${mode} ${kind}: ${action || "left to the browser"}`, () => assert.equal(actionFor(name, mode, kind), action));
}

test("every key is listed once, with words", () => {
  const names = GRID_KEYS.flatMap(({ keys }) => keys);
  assert.equal(new Set(names).size, names.length);
  assert.ok(GRID_KEYS.every(({ does }) => /^[A-Z0-9]/.test(does)));
});

test("no key that a browser needs for itself is taken", () => {
  const browsers = ["Ctrl+T", "Ctrl+W", "Ctrl+N", "Ctrl+R", "Ctrl+L", "Ctrl+F", "Ctrl+P", "F5", "F1", "F6", "F11", "F12", "Alt+Left", "Alt+Right", "Ctrl+Tab"];
  assert.deepEqual(browsers.filter((name) => actionFor(name, "ready", "text")), []);
});

test("Enter goes back to the column in which the row was begun", () => {
  const trail = new Trail();
  trail.arrived("row 1", 3, false);
  trail.arrived("row 1", 4, true);
  trail.arrived("row 1", 5, true);
  assert.equal(trail.column, 3);
  trail.arrived("row 2", 4, false);
  assert.equal(trail.column, 4);
});

test("a page tells its keys in its own words, and leaves out those that it has not", () => {
  const keys = keysOf("Here", { F2: { does: "Change the mark where it stands" }, Space: null });
  assert.ok(keys.every(({ where }) => where === "Here"));
  assert.equal(keys.find(({ keys: [first] }) => first === "F2").does, "Change the mark where it stands");
  assert.equal(keys.find(({ keys: [first] }) => first === "Space"), undefined);
  assert.equal(keys.length, GRID_KEYS.length - 1);
});
