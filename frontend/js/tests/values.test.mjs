import assert from "node:assert/strict";
import { test } from "node:test";
import { entered, inWords, isZero, merge, NOTHING, same, sameValue, untickIfChanged, valuesOf } from "../mark-sheet/values.js";

const row = (values) => ({ ...NOTHING, ...values });

test("values agree part by part; the tick is apart", () => {
  assert.ok(same(row({ mark: "5", parts: ["2", "3"] }), row({ mark: "5", parts: ["2", "3"] })));
  assert.ok(!sameValue(row({ parts: ["2", "3"] }), row({ parts: ["23", ""] })));
  assert.ok(sameValue(row({ mark: "5", checked: true }), row({ mark: "5" })));
  assert.ok(!same(row({ mark: "5", checked: true }), row({ mark: "5" })));
});

test("an answer's other columns are not values", () => {
  assert.deepEqual(valuesOf({ mark: "5", version: 3, by: "Ben Shaw" }), row({ mark: "5" }));
});

test("0 is entered, and is a zero; nothing is neither", () => {
  assert.deepEqual([entered(row({ mark: "0" })), isZero(row({ mark: "0" }))], [true, true]);
  assert.deepEqual([entered(NOTHING), isZero(NOTHING)], [false, false]);
});

test("a changed mark loses the tick it had, a tick given with it stands, and an empty row has none", () => {
  const before = row({ mark: "5", checked: true });
  assert.equal(untickIfChanged(before, row({ mark: "6", checked: true })).checked, false);
  assert.equal(untickIfChanged(row({ mark: "5" }), row({ mark: "6", checked: true })).checked, true);
  assert.equal(untickIfChanged(before, row({ mark: "5", checked: true })).checked, true);
  assert.equal(untickIfChanged(NOTHING, row({ checked: true })).checked, false);
});

const MERGES = [
  ["we typed the same", row({}), row({ mark: "54" }), row({ mark: "54" }), "same"],
  ["they ticked the same mark that I typed", row({}), row({ mark: "54" }), row({ mark: "54", checked: true }), "same"],
  ["I retyped and so unticked, they did too and ticked again", row({ mark: "50", checked: true }), row({ mark: "54" }), row({ mark: "54", checked: true }), "same"],
  ["they ticked, I changed the mark", row({ mark: "54" }), row({ mark: "56" }), row({ mark: "54", checked: true }), "resend"],
  ["I ticked, they only saved the same again", row({ mark: "54" }), row({ mark: "54", checked: true }), row({ mark: "54" }), "resend"],
  ["I ticked, they changed the mark", row({ mark: "54" }), row({ mark: "54", checked: true }), row({ mark: "56" }), "conflict"],
  ["both changed the mark", row({ mark: "54" }), row({ mark: "55" }), row({ mark: "56" }), "conflict"],
  ["I typed where they ticked absent", row({}), row({ mark: "55" }), row({ absent: true }), "conflict"],
];

for (const [story, base, mine, theirs, kind] of MERGES) {
  test(`merge: ${story}: ${kind}`, () => {
    const merged = merge(base, mine, theirs);
    assert.equal(merged.kind, kind);
    assert.deepEqual(merged.values, kind === "same" ? theirs : mine);
  });
}

test("a row in words", () => {
  assert.equal(inWords(row({ mark: "54", checked: true })), "54, checked");
  assert.equal(inWords(row({ absent: true })), "Absent");
  assert.equal(inWords(NOTHING), "nothing");
  assert.equal(inWords(row({ mark: "5", parts: ["5", ""] })), "5 (5 + –)");
});
