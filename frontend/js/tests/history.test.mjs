import assert from "node:assert/strict";
import { test } from "node:test";
import { historyAddress, historyCells } from "../mark-sheet/history.js";

test("the number stands in the address, and an empty value has a word", () => {
  assert.equal(historyAddress("/coursework/2027-06/H446-03/history/0000/", "0012"), "/coursework/2027-06/H446-03/history/0012/");
  assert.deepEqual(historyCells({ at: "15 May 2027, 2:03pm", who: "Ann Lee", old: "", new: "56", how: "file" }), ["15 May 2027, 2:03pm", "Ann Lee", "nothing", "56", "from a file"]);
});
