import assert from "node:assert/strict";
import { test } from "node:test";
import { strangerWords } from "../grid/company.js";

test("another person is told that earlier work is not sent in their name, and where it is", () => {
  assert.match(strangerWords(2, true), /^2 changes by the earlier person were not sent, and will not be sent in your name\. They are kept/);
  assert.equal(strangerWords(1, false), "1 change by the earlier person was not sent, and will not be sent in your name.");
  assert.equal(strangerWords(0, true), "Nothing of the earlier person's work is unsent.");
});
