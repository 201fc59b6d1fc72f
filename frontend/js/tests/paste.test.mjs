import assert from "node:assert/strict";
import { test } from "node:test";
import { aboutLine, isRows, linesOf, previewSummary } from "../grid/paste.js";
import { forPreview } from "../mark-sheet/paste.js";

test("a single value is typing; a column or several columns are rows", () => {
  assert.deepEqual([isRows("54"), isRows("54\r\n"), isRows("54\r\n55"), isRows("0001\t54")], [false, false, true, true]);
});

test("lines of every kind of machine, without the empty ones at the end", () => {
  assert.deepEqual(linesOf("5\r\n6\r7\n\n"), ["5", "6", "7"]);
  assert.deepEqual(linesOf("5\n\n7\n"), ["5", "", "7"], "an empty cell in the middle keeps its place");
});

const sorted = (numbers) => ({ numbers, heading: "Mark", plain: false });
const asked = (text, numbers) => forPreview(text, sorted(numbers)).asked.text.split("\n").slice(1);

test("in plain order one column goes as it is, with the candidate it starts from", () => {
  const question = forPreview("54\n55\n", { numbers: ["0007", "0008"], heading: "Mark", plain: true });
  assert.deepEqual(question, { asked: { text: "54\n55", start: "0007" }, beyond: [], note: "" });
});

test("sorted or filtered, one column is laid onto the rows shown, from the current one down, and says so", () => {
  const { asked: { text }, beyond, note } = forPreview("54\n55\n", sorted(["0007", "0009", "0010"]));
  assert.equal(text, "Candidate number\tMark\n0007\t54\n0009\t55");
  assert.deepEqual(beyond, []);
  assert.match(note, /matched by position.*from candidate 0007/);
});

test("a heading is not a mark, a slip is not a heading, and what runs past the last row is told", () => {
  assert.deepEqual(asked("Marks\n54\n55", ["0007", "0009", "0010"]), ["0007\t54", "0009\t55"]);
  assert.deepEqual(asked("H446/03\n54\n55", ["0007", "0009"]), ["0007\t54", "0009\t55"]);
  assert.deepEqual(asked("5o\n55", ["0007", "0009"]), ["0007\t5o", "0009\t55"]);
  assert.deepEqual(asked("Absent\n55", ["0007", "0009"]), ["0007\tAbsent", "0009\t55"]);
  assert.deepEqual(forPreview("54\n55\n56", sorted(["0007", "0009"])).beyond, ["56"]);
});

test("several columns go to the server as they are", () => {
  assert.equal(forPreview("No\tMark\r\n1\t54\r\n", sorted(["0007"])).asked.text, "No\tMark\n1\t54");
});

test("the dialog counts, and says that nothing is written", () => {
  assert.equal(previewSummary({ changed: [{}], unchanged: 2 }), "1 row will change. 2 rows are the same already. Nothing has been written yet.");
});

test("a refused line says where and why, in whatever shape it comes", () => {
  assert.equal(aboutLine({ line: 3, text: "9999", message: "No such candidate." }), "Line 3, 9999: No such candidate.");
  assert.equal(aboutLine({ line: 4, number: "0002", message: "75 is more than the maximum of 70." }), "Line 4, 0002: 75 is more than the maximum of 70.");
  assert.equal(aboutLine("0007"), "0007");
});
