import assert from "node:assert/strict";
import { test } from "node:test";
import { filterFor, passes, PLAIN } from "../entries/filter.js";
import { hasHeadings, isEmptyLine, laidOut } from "../entries/paste.js";

test("a table is known by its headings, a block by having none", () => {
  assert.ok(hasHeadings("Candidate number\tSurname\tJ277\n0001\tLee\tA"));
  assert.ok(hasHeadings("centre_number\tcandidate_number\tentry_code\n10001\t0001\tJ277"));
  assert.ok(!hasHeadings("0042\tUCI Smith\tAnn\t\t01/09/2010"));
  assert.ok(!hasHeadings("A\tB\nB\tA"));
  assert.ok(!hasHeadings("Surname\nLee"), "one column is laid where it is pasted");
});

test("a block is laid onto the columns from the current one to the right; what has no column is told", () => {
  const [first, second] = laidOut("A\t1\tx\r\n\tB\r\n", ["J277", "H446", ""]);
  assert.deepEqual([first.cells, first.beyond], [{ J277: "A", H446: "1" }, []]);
  assert.deepEqual([second.place, second.cells], [1, { J277: "", H446: "B" }]);
  assert.deepEqual(laidOut("A\tB\tC", ["J277"])[0].beyond, ["B", "C"]);
  assert.ok(isEmptyLine({ cells: { J277: "" } }));
});

const row = (more) => ({ called: "0001", name: "Lee, Ann", uci: "100010270001K", entered: true, touched: false, wrong: false, ...more });

test("show and find together", () => {
  assert.ok(passes(row({}), PLAIN));
  assert.ok(!passes(row({ entered: false }), { ...PLAIN, show: "entered" }));
  assert.ok(!passes(row({}), { ...PLAIN, show: "changed" }));
  assert.ok(passes(row({ wrong: true }), { ...PLAIN, show: "problems", find: " lee " }));
  assert.ok(passes(row({}), { ...PLAIN, find: "0270001k" }));
});

test("the address has the codes and no candidate", () => {
  const { queryOf, holdsBack, needsServer } = filterFor(["J277", "H446"]);
  assert.equal(queryOf({ show: "changed", columns: "all", find: "Lee" }), "codes=J277,H446&show=changed");
  assert.ok(holdsBack({ ...PLAIN, find: "x" }) && !holdsBack(PLAIN));
  assert.ok(needsServer(PLAIN, { ...PLAIN, columns: "codes" }));
});
