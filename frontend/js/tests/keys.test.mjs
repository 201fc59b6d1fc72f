import assert from "node:assert/strict";
import { test } from "node:test";
import { keyName, register, registered } from "../keys.js";

const NAMES = [
  [{ key: "ArrowUp" }, "Up"], [{ key: "ArrowUp", shiftKey: true }, "Shift+Up"], [{ key: "z", ctrlKey: true }, "Ctrl+Z"], [{ key: "z", metaKey: true }, "Ctrl+Z"],
  [{ key: "Z", ctrlKey: true, shiftKey: true }, "Ctrl+Shift+Z"], [{ key: "Z", ctrlKey: true }, "Ctrl+Z"], [{ key: "?", shiftKey: true }, "?"], [{ key: "/", ctrlKey: true }, "Ctrl+/"],
  [{ key: " " }, "Space"], [{ key: "˙", altKey: true, code: "KeyH" }, "Alt+H"], [{ key: "h", altKey: true, code: "KeyH" }, "Alt+H"], [{ key: "Tab", shiftKey: true }, "Shift+Tab"], [{ key: "F2" }, "F2"],
];
for (const [event, name] of NAMES) {
  test(`${JSON.stringify(event)} is ${name}`, () => assert.equal(keyName(event), name));
}

test("the registry gives its keys by place", () => {
  register({ where: "Here", keys: ["A"], does: "One" }, { where: "There", keys: ["B"], does: "Two" }, { where: "Here", keys: ["C"], does: "Three" });
  assert.deepEqual([...registered()].map(([where, entries]) => [where, entries.map(({ does }) => does)]), [["Here", ["One", "Three"]], ["There", ["Two"]]]);
});
