import assert from "node:assert/strict";
import { test } from "node:test";
import { idle, stillHere } from "../behaviours/idle.js";

test("the server is asked without following it to the front door", async () => {
  const asked = [];
  const answers = [{ ok: true }, { ok: false, type: "opaqueredirect" }, new TypeError("offline")];
  const fetch = async (...all) => {
    asked.push(all);
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next;
  };
  assert.equal(await stillHere("/still-here/", fetch), true);
  assert.equal(await stillHere("/still-here/", fetch), false);
  assert.equal(await stillHere("/still-here/", fetch), false);
  assert.deepEqual(asked[0], ["/still-here/", { headers: { Accept: "application/json" }, redirect: "manual" }]);
});

test("a page with a mark sheet keeps the sheet's own warning", () => {
  assert.equal(idle({ querySelector: () => ({}), get dataset() { throw new Error("not asked"); } }), undefined);
});
