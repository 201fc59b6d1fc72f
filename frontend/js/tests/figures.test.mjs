import assert from "node:assert/strict";
import { test } from "node:test";
import { figureText, othersWords } from "../mark-sheet/figures.js";

test("what is not known is a dash, 0 is 0", () => {
  assert.deepEqual([figureText(""), figureText(undefined), figureText(0), figureText("47.2")], ["–", "–", "0", "47.2"]);
});

test("who else is here", () => {
  assert.equal(othersWords([]), "");
  assert.equal(othersWords(["B. Shaw", "C. Orr"]), "Also here: B. Shaw, C. Orr");
});
