import assert from "node:assert/strict";
import { test } from "node:test";
import { aboutMark, check, tidy, whyNotChecked } from "../mark-sheet/validate.js";
import { NOTHING } from "../mark-sheet/values.js";

const rules = { max: 70, halves: false, graded: false, partMaxima: [] };
const row = (values) => ({ ...NOTHING, ...values });

const TIDY = [
  [" 54 ", "54"], ["054", "54"], ["000", "0"], ["54.0", "54"], ["54.50", "54.5"], ["5\u00a04", "54"], ["\u200b54\ufeff", "54"],
  ["\uff15\uff14", "54"], ["\u22125", "-5"], ["+7", "7"], ["5a", "5a"], ["", ""], ["   ", ""],
];
for (const [typed, clean] of TIDY) {
  test(`tidy ${JSON.stringify(typed)} gives ${JSON.stringify(clean)}`, () => assert.equal(tidy(typed), clean));
}

const WHOLE = "Enter a whole number from 0 to 70.";
const MARKS = [
  ["", ""], ["0", ""], ["70", ""], ["71", "71 is more than the maximum of 70."], ["-1", WHOLE], ["5.5", WHOLE], ["abc", WHOLE], ["1e1", WHOLE],
  ["99999", "99999 is more than the maximum of 70."],
];
for (const [text, sentence] of MARKS) {
  test(`a mark of ${JSON.stringify(text)}: ${sentence || "taken"}`, () => assert.equal(aboutMark(text, rules), sentence));
}

test("half marks are taken where the component has them, and no other fractions", () => {
  const halves = { max: 70, halves: true };
  assert.equal(aboutMark("5.5", halves), "");
  assert.equal(aboutMark("5.2", halves), "Enter a whole number or a half mark from 0 to 70.");
  assert.equal(aboutMark("70.5", halves), "70.5 is more than the maximum of 70.");
});

test("a mark and absent do not go together", () => {
  assert.deepEqual(check(row({ mark: "5", absent: true }), rules), { field: "absent", sentence: "Remove the mark or untick absent." });
  assert.equal(check(row({ absent: true, parts: ["5"] }), rules).field, "absent");
  assert.equal(check(row({ absent: true }), rules), null);
});

test("parts add to the total once all are there", () => {
  assert.equal(check(row({ mark: "9", parts: ["4", "4"] }), rules).sentence, "The parts add to 8; the total is 9.");
  assert.equal(check(row({ mark: "9", parts: ["4", ""] }), rules), null);
  assert.equal(check(row({ mark: "8", parts: ["4", "4"] }), rules), null);
});

test("a part has a maximum of its own where the page says so", () => {
  const wrong = check(row({ parts: ["4", "21"] }), { ...rules, partMaxima: [20, 20] });
  assert.deepEqual(wrong, { field: "part-2", sentence: "21 is more than the maximum of 20." });
});

test("a zero is checked only with its reason, and an empty row not at all", () => {
  assert.equal(whyNotChecked(row({ mark: "0" }), rules), "Say why this mark is 0.");
  assert.equal(whyNotChecked(row({ mark: "0", reason: "nothing-provided" }), rules), "");
  assert.equal(whyNotChecked(NOTHING, rules), "Enter a mark or tick absent first.");
  assert.equal(whyNotChecked(NOTHING, { ...rules, graded: true }), "Choose a grade first.");
  assert.equal(whyNotChecked(row({ absent: true }), rules), "");
  assert.equal(whyNotChecked(row({ mark: "71" }), rules), "71 is more than the maximum of 70.");
});
