import assert from "node:assert/strict";
import { test } from "node:test";
import { differing, inWords, merge, same, valuesOf, withCells } from "../entries/values.js";

const row = (cells) => ({ cells: { surname: "Lee", J277: "A", H446: "", ...cells } });

test("rows are compared column by column, and only those that both show", () => {
  assert.ok(same(row({}), row({})));
  assert.deepEqual(differing(row({ J277: "B" }), row({})), ["J277"]);
  assert.ok(same({ cells: { J277: "A" } }, row({ surname: "Other" })));
});

test("what an answer says besides is no value", () => {
  assert.deepEqual(valuesOf({ cells: { J277: "A" }, version: 3, by: "Eve" }), { cells: { J277: "A" } });
});

// base, mine, theirs, what becomes of it, and the cells then
const MERGES = [
  [{}, { J277: "B" }, { H446: "1" }, "resend", { J277: "B", H446: "1" }],
  [{}, { J277: "B" }, { J277: "B" }, "same", { J277: "B" }],
  [{}, {}, { J277: "B" }, "same", { J277: "B" }],
  [{}, { J277: "B" }, { J277: "" }, "conflict", { J277: "B" }],
  [{}, { J277: "B", H446: "1" }, { J277: "", surname: "Lea" }, "conflict", { J277: "B", H446: "1", surname: "Lea" }],
];
for (const [base, mine, theirs, kind, cells] of MERGES) {
  test(`mine ${JSON.stringify(mine)}, theirs ${JSON.stringify(theirs)}: ${kind}`, () => {
    const done = merge(row(base), row(mine), row(theirs));
    assert.deepEqual([done.kind, done.values], [kind, row(cells)]);
  });
}

test("beside another, a row tells only what differs", () => {
  assert.equal(inWords(row({ J277: "B" }), row({})), "J277: B");
  assert.equal(inWords(row({ J277: "" }), row({})), "J277: nothing");
  assert.equal(inWords(withCells(row({}), { date_of_birth: "1/9/2010" }), withCells(row({}), { date_of_birth: "" })), "Date of birth: 1/9/2010");
});
