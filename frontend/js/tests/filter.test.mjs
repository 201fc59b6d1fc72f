import assert from "node:assert/strict";
import { test } from "node:test";
import { holdsBack, isComplete, passes, PLAIN, queryOf, sorted } from "../mark-sheet/filter.js";
import { NOTHING } from "../mark-sheet/values.js";

const row = (number, name, group, values = {}, wrong = false) => ({ number, name, group, wrong, values: { ...NOTHING, ...values } });
const CLASS = [
  row("0001", "ADEYEMI, Tolu", "11B", { mark: "54", checked: true }),
  row("0002", "BAKER, Sam", "11A", { mark: "9" }),
  row("0003", "ÁLVAREZ, Ana", "11A", {}, true),
  row("0004", "CHEN, Mei", "11B", { mark: "0", checked: true }),
];
const numbers = (rows) => rows.map(({ number }) => number).join(" ");
const shown = (choice) => numbers(CLASS.filter((candidate) => passes(candidate, { ...PLAIN, ...choice })));

test("show, group and find together", () => {
  assert.equal(shown({}), "0001 0002 0003 0004");
  assert.equal(shown({ show: "incomplete" }), "0002 0003 0004");
  assert.equal(shown({ show: "problems" }), "0003");
  assert.equal(shown({ group: "11A" }), "0002 0003");
  assert.equal(shown({ find: " chen " }), "0004");
  assert.equal(shown({ find: "000", group: "11B", show: "incomplete" }), "0004");
});

test("complete means entered, explained and checked", () => {
  assert.ok(isComplete({ ...NOTHING, mark: "0", reason: "nothing-provided", checked: true }));
  assert.ok(!isComplete({ ...NOTHING, mark: "0", checked: true }));
  assert.ok(isComplete({ ...NOTHING, absent: true, checked: true }));
});

test("sorts, with the candidate number deciding between equals", () => {
  assert.equal(numbers(sorted(CLASS, "name")), "0001 0003 0002 0004");
  assert.equal(numbers(sorted(CLASS, "group")), "0002 0003 0001 0004");
  assert.equal(numbers(sorted(CLASS, "mark")), "0001 0002 0004 0003");
  assert.equal(numbers(sorted([...CLASS].reverse(), "number")), "0001 0002 0003 0004");
});

test("the address holds what was chosen, and never what was looked for", () => {
  assert.equal(queryOf({ ...PLAIN, show: "incomplete", sort: "name", find: "Adeyemi" }), "show=incomplete&sort=name");
  assert.equal(queryOf(PLAIN), "");
});

test("only a filter can hold rows back, not an order", () => {
  assert.ok(!holdsBack({ ...PLAIN, sort: "name" }));
  assert.ok(holdsBack({ ...PLAIN, group: "11A" }));
});
