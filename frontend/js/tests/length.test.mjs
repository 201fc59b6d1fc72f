import assert from "node:assert/strict";
import test from "node:test";
import { length, lengthOf, wordsFor } from "../behaviours/length.js";

function page() {
  const heard = [];
  const field = { value: "", addEventListener: (_, listener) => heard.push(listener) };
  const said = { dataset: { length: "12" }, textContent: "", hidden: true };
  length({ querySelector: (selector) => (selector === "input" ? field : said) });
  return { said, type: (text) => { field.value = text; heard.forEach((listener) => listener()); } };
}

test("nothing is said of an empty box", () => {
  const { said, type } = page();
  type("a");
  type("");
  assert.deepEqual([said.hidden, said.textContent], [true, ""]);
});

test("what is missing is counted down", () => {
  assert.equal(wordsFor(1, 12).words, "11 more characters needed");
  assert.equal(wordsFor(11, 12).words, "1 more character needed");
});

test("from twelve it is long enough, from sixteen a good length", () => {
  const { said, type } = page();
  type("x".repeat(12));
  assert.equal(said.dataset.state, "enough");
  type("x".repeat(16));
  assert.equal(said.dataset.state, "good");
  assert.equal(said.hidden, false);
});

test("an accent typed in two strokes, and a sign of two units, are one character", () => {
  assert.equal(lengthOf("cafe\u0301"), 4);
  assert.equal(lengthOf("🦆🦆"), 2);
});
