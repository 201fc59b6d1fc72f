import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox } from "../grid/outbox.js";
import * as marks from "../mark-sheet/values.js";

const { NOTHING } = marks;

const row = (mark, more = {}) => ({ ...NOTHING, mark, ...more });
const answer = (outcome, version, mark, more = {}) => ({ number: "0001", outcome, version, ...row(mark), ...more });

function typed(outbox, mark, { number = "0001", base = row(""), version = 0, source = "typing", message = "", ...more } = {}) {
  outbox.change(number, row(mark, more), { version, base, source, message });
}

test("a change waits, is sent with its version, and is gone when saved", () => {
  const outbox = new Outbox(marks);
  typed(outbox, "54", { version: 3 });
  assert.deepEqual(outbox.take(10), { source: "typing", rows: [{ number: "0001", version: 3, ...row("54") }] });
  assert.equal(outbox.take(10), null, "never two posts in flight for one row");
  assert.deepEqual(outbox.answered([answer("saved", 4, "54")]).map(({ kind }) => kind), ["saved"]);
  assert.equal(outbox.unsent, 0);
});

test("a change taken back before it was sent is nothing to send", () => {
  const outbox = new Outbox(marks);
  typed(outbox, "54");
  typed(outbox, "");
  assert.equal(outbox.unsent, 0);
});

test("typing on while a row is on its way sends the row again with the new version", () => {
  const outbox = new Outbox(marks);
  typed(outbox, "5");
  outbox.take(10);
  typed(outbox, "54");
  assert.equal(outbox.take(10), null);
  assert.equal(outbox.answered([answer("saved", 1, "5")])[0].kind, "resend");
  assert.deepEqual(outbox.take(10).rows[0], { number: "0001", version: 1, ...row("54") });
});

test("a post that was saved although its answer was lost is no conflict", () => {
  const outbox = new Outbox(marks);
  typed(outbox, "54");
  outbox.take(10);
  outbox.lost();
  assert.equal(outbox.counts.waiting, 1);
  outbox.take(10);
  assert.equal(outbox.answered([answer("conflict", 1, "54")])[0].kind, "saved");
  assert.equal(outbox.unsent, 0);
});

test("nor when something else was typed since", () => {
  const outbox = new Outbox(marks);
  typed(outbox, "54");
  outbox.take(10);
  outbox.lost();
  typed(outbox, "55");
  outbox.take(10);
  assert.equal(outbox.answered([answer("conflict", 1, "54")])[0].kind, "resend");
  assert.equal(outbox.take(10).rows[0].version, 1);
});

test("nor when it was taken back to what the server had before", () => {
  const outbox = new Outbox(marks);
  typed(outbox, "54");
  outbox.take(10);
  outbox.lost();
  typed(outbox, "");
  assert.equal(outbox.take(10).rows[0].mark, "", "the lost 54 may stand on the server: the empty cell must be sent");
});

test("a conflict is held until somebody chooses; mine is sent over theirs", () => {
  const outbox = new Outbox(marks);
  typed(outbox, "55");
  outbox.take(10);
  assert.equal(outbox.answered([answer("conflict", 7, "60", { by: "Ben Shaw" })])[0].kind, "conflict");
  assert.equal(outbox.take(10), null);
  assert.equal(outbox.resolve("0001", "mine").mark, "60");
  assert.deepEqual(outbox.take(10).rows[0], { number: "0001", version: 7, ...row("55") });
});

test("theirs leaves nothing to send, and typing on does not close the question", () => {
  const outbox = new Outbox(marks);
  typed(outbox, "55");
  outbox.take(10);
  outbox.answered([answer("conflict", 7, "60")]);
  typed(outbox, "56");
  assert.equal(outbox.entry("0001").state, "conflict");
  outbox.resolve("0001", "theirs");
  assert.equal(outbox.unsent, 0);
});

test("what is wrong is held, and sent once it is mended", () => {
  const outbox = new Outbox(marks);
  typed(outbox, "75", { message: "75 is more than the maximum of 70." });
  assert.equal(outbox.take(10), null);
  typed(outbox, "70");
  assert.equal(outbox.take(10).rows[0].mark, "70");
});

test("what the server finds wrong is held with its sentence", () => {
  const outbox = new Outbox(marks);
  typed(outbox, "70");
  outbox.take(10);
  outbox.answered([answer("problem", 0, "", { message: "No." })]);
  assert.deepEqual([outbox.entry("0001").state, outbox.entry("0001").message], ["problem", "No."]);
});

test("a locked row is not tried again", () => {
  const outbox = new Outbox(marks);
  typed(outbox, "70");
  outbox.take(10);
  assert.equal(outbox.answered([answer("locked", 0, "")])[0].kind, "locked");
  assert.equal(outbox.unsent, 0);
});

test("a post holds rows of one source, and no more than the limit", () => {
  const outbox = new Outbox(marks);
  for (const number of ["0001", "0002", "0003"]) typed(outbox, "5", { number });
  typed(outbox, "6", { number: "0004", source: "undo" });
  assert.equal(outbox.take(2).rows.length, 2);
  assert.equal(outbox.take(9).rows.length, 1);
  assert.deepEqual(outbox.take(9), { source: "undo", rows: [{ number: "0004", version: 0, ...row("6") }] });
});

test("rows that the answer does not mention are tried again", () => {
  const outbox = new Outbox(marks);
  typed(outbox, "5");
  typed(outbox, "6", { number: "0002" });
  outbox.take(9);
  outbox.answered([answer("saved", 1, "5")]);
  assert.equal(outbox.take(9).rows[0].number, "0002");
});

test("what is kept over a crash comes back, what was on its way as perhaps arrived", () => {
  const before = new Outbox(marks);
  typed(before, "54");
  before.take(9);
  const after = new Outbox(marks);
  for (const entry of JSON.parse(JSON.stringify(before.keep()))) after.restore(entry);
  after.take(9);
  assert.equal(after.answered([answer("conflict", 1, "54")])[0].kind, "saved");
});

test("an open conflict is still one after a crash, and no name is kept", () => {
  const before = new Outbox(marks);
  typed(before, "55");
  before.take(9);
  before.answered([answer("conflict", 7, "60", { by: "Ben Shaw", at: "2:03pm" })]);
  const kept = JSON.stringify(before.keep());
  assert.ok(!kept.includes("Shaw"));
  const after = new Outbox(marks);
  for (const entry of JSON.parse(kept)) after.restore(entry);
  assert.equal(after.entry("0001").theirs.mark, "60");
  assert.equal(after.take(9), null);
});

test("whatever happens on the way, the server ends with what was typed last", () => {
  let seed = 7;
  const random = (below) => { seed = (seed * 16807) % 2147483647; return seed % below; };
  for (let round = 0; round < 300; round += 1) {
    const outbox = new Outbox(marks);
    const server = { ...row(""), version: 0 };
    let [last, known] = ["", { version: 0, base: row("") }];
    const settle = (fault) => {
      const batch = outbox.take(9);
      if (!batch) return;
      const [sent] = batch.rows;
      const fits = sent.version === server.version;
      if (fault === "unreachable") return void outbox.lost();
      if (fits) Object.assign(server, sent, { version: server.version + 1 });
      if (fault === "answer lost") return void outbox.lost();
      outbox.answered([{ ...server, number: "0001", outcome: fits ? "saved" : "conflict" }]);
      known = { version: server.version, base: row(server.mark) };
    };
    for (let turn = 0; turn < 12; turn += 1) {
      if (random(2)) { last = String(random(5)); typed(outbox, last, known); }
      settle(["", "unreachable", "answer lost"][random(3)]);
    }
    for (let turn = 0; turn < 5; turn += 1) settle("");
    assert.equal(server.mark, last);
    assert.equal(outbox.unsent, 0);
  }
});
