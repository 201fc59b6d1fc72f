import assert from "node:assert/strict";
import { test } from "node:test";
import { inChunks } from "../grid/chunks.js";

test("rows in bodies of fifty, in order, none lost", () => {
  const rows = Array.from({ length: 120 }, (_, place) => place);
  assert.deepEqual(inChunks(rows).map(({ length }) => length), [50, 50, 20]);
  assert.deepEqual(inChunks(rows).flat(), rows);
});
