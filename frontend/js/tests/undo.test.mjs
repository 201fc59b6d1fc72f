import assert from "node:assert/strict";
import { test } from "node:test";
import { stillFitting, UndoStack } from "../grid/undo.js";
import { NOTHING, same } from "../mark-sheet/values.js";

const row = (mark) => ({ ...NOTHING, mark });
const step = (number, before, after) => ({ number, before: row(before), after: row(after) });

/** A sheet as the undo sees it: what each row holds. */
class Held {
  rows = new Map();

  does(stack, changes) {
    stack.push(changes);
    for (const { number, after } of changes) this.rows.set(number, after);
  }

  takes(changes) {
    for (const { number, to } of changes) this.rows.set(number, to);
  }
}

test("undo goes back through every state, and redo forward through the same", () => {
  const [stack, held, seen] = [new UndoStack(same), new Held(), []];
  for (let mark = 1; mark <= 200; mark += 1) {
    held.does(stack, [step(String(mark % 7), held.rows.get(String(mark % 7))?.mark ?? "", String(mark))]);
    seen.push(new Map(held.rows));
  }
  for (let place = seen.length - 2; place >= 0; place -= 1) {
    held.takes(stack.undo());
    for (const [number, values] of seen[place]) assert.deepEqual(held.rows.get(number), values);
  }
  for (const state of seen.slice(1)) {
    held.takes(stack.redo());
    for (const [number, values] of state) assert.deepEqual(held.rows.get(number), values);
  }
  assert.equal(stack.redo(), null);
});

test("a bulk change is one step", () => {
  const stack = new UndoStack(same);
  stack.push([step("0001", "", "5"), step("0002", "", "6")]);
  assert.equal(stack.undo().length, 2);
  assert.equal(stack.canUndo, false);
});

test("a step that changed nothing is no step, and a new step ends what could be done again", () => {
  const stack = new UndoStack(same);
  stack.push([step("0001", "5", "5")]);
  assert.equal(stack.undo(), null);
  stack.push([step("0001", "", "5")]);
  stack.undo();
  assert.equal(stack.canRedo, true);
  stack.push([step("0001", "", "6")]);
  assert.equal(stack.canRedo, false);
});

test("a row that somebody else overtook is left out", () => {
  const changes = [{ number: "0001", from: row("5"), to: row("") }, { number: "0002", from: row("6"), to: row("") }];
  const { fitting, overtaken } = stillFitting(changes, (number) => (number === "0001" ? row("5") : row("60")), same);
  assert.deepEqual([fitting.length, overtaken[0].number], [1, "0002"]);
});
