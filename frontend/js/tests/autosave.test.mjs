import assert from "node:assert/strict";
import { test } from "node:test";
import { Autosave } from "../grid/autosave.js";
import { Outbox } from "../grid/outbox.js";
import * as marks from "../mark-sheet/values.js";

const { NOTHING } = marks;

/** A clock that only moves when told. */
class Clock {
  now = 0;
  timers = [];

  setTimeout = (does, delay) => {
    this.timers.push({ does, at: this.now + delay });
    return this.timers.at(-1);
  };

  clearTimeout = (timer) => { this.timers = this.timers.filter((other) => other !== timer); };

  async pass(time) {
    const end = this.now + time;
    for (let due = this.#due(end); due; due = this.#due(end)) {
      this.clearTimeout(due);
      this.now = due.at;
      due.does();
      await settled();
    }
    this.now = end;
    await settled();
  }

  #due(end) {
    return this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

async function settled() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** Autosave with a server that answers as told; `posts` are those it got. */
function setUp(answers = []) {
  const [clock, outbox, posts, told] = [new Clock(), new Outbox(marks), [], []];
  const saved = (rows) => ({ kind: "ok", body: { rows: rows.map((row) => ({ ...row, outcome: "saved", version: row.version + 1 })) } });
  const post = async (rows, source) => { posts.push({ at: clock.now, source, rows }); return (answers.shift() ?? saved)(rows); };
  const tell = (name) => (...words) => { told.push([name, ...words]); };
  const on = { changed() {}, sent() {}, answered() {}, signedOut: tell("signedOut"), stranger: tell("stranger"), refused: tell("refused") };
  const autosave = new Autosave({ outbox, post, on, clock });
  const type = (number, mark, source = "typing") => {
    outbox.change(number, { ...NOTHING, mark }, { version: 0, base: NOTHING, source });
    autosave.touched();
  };
  return { clock, outbox, posts, told, autosave, type };
}

const offline = () => ({ kind: "offline" });
const failing = () => ({ kind: "failing" });

test("several rows go in one post, 400 ms after the last change", async () => {
  const { clock, posts, type } = setUp();
  type("0001", "5");
  await clock.pass(300);
  type("0002", "6");
  await clock.pass(399);
  assert.equal(posts.length, 0);
  await clock.pass(1);
  assert.deepEqual(posts.map(({ rows }) => rows.map(({ number }) => number)), [["0001", "0002"]]);
});

test("there is one post in flight at a time", async () => {
  let arrive;
  const slow = (rows) => new Promise((resolve) => { arrive = () => resolve({ kind: "ok", body: { rows: rows.map((row) => ({ ...row, outcome: "saved", version: 1 })) } }); });
  const { clock, posts, type } = setUp([slow]);
  type("0001", "5");
  await clock.pass(400);
  type("0002", "6");
  await clock.pass(5_000);
  assert.equal(posts.length, 1);
  arrive();
  await clock.pass(0);
  assert.equal(posts.length, 2);
});

test("offline it tries again after 1, 2, 4 seconds and so on, at most every 30, and loses nothing", async () => {
  const { clock, outbox, posts, autosave, type } = setUp(Array.from({ length: 9 }, () => offline));
  type("0001", "5");
  await clock.pass(400);
  assert.deepEqual([autosave.link, outbox.counts.waiting], ["offline", 1]);
  await clock.pass(200_000);
  const gaps = posts.slice(1).map(({ at }, place) => (at - posts[place].at) / 1000);
  assert.deepEqual(gaps, [1, 2, 4, 8, 16, 30, 30, 30, 30]);
  assert.deepEqual([autosave.link, outbox.unsent], ["fine", 0]);
});

test("back on the line it sends at once", async () => {
  const { clock, posts, autosave, type } = setUp([offline, offline, offline, offline]);
  type("0001", "5");
  await clock.pass(8_000);
  assert.equal(posts.length, 4);
  await autosave.resume();
  await autosave.resume();
  assert.equal(autosave.link, "fine");
});

test("a failing service is told apart from being offline", async () => {
  const { clock, autosave, type } = setUp([failing]);
  type("0001", "5");
  await clock.pass(400);
  assert.equal(autosave.link, "failing");
});

test("an answer that mentions none of the rows is no answer, and is not asked for without end", async () => {
  const { clock, posts, autosave, type } = setUp([() => ({ kind: "ok", body: {} })]);
  type("0001", "5");
  await clock.pass(400);
  assert.deepEqual([posts.length, autosave.link], [1, "failing"]);
});

test("signed out, nothing more is sent until somebody has signed in", async () => {
  const { clock, outbox, posts, told, autosave, type } = setUp([() => ({ kind: "signed-out" })]);
  type("0001", "5");
  await clock.pass(400);
  type("0002", "6");
  await clock.pass(60_000);
  assert.deepEqual([posts.length, told, outbox.counts.waiting], [1, [["signedOut"]], 2]);
  await autosave.resume();
  assert.deepEqual([posts.length, outbox.unsent], [2, 0]);
});

test("another person's session gets none of the work, not even on resuming", async () => {
  const { clock, posts, told, autosave, type } = setUp([() => ({ kind: "stranger" })]);
  type("0001", "5");
  await clock.pass(400);
  await autosave.resume();
  await clock.pass(60_000);
  assert.deepEqual([posts.length, told, autosave.link], [1, [["stranger"]], "stopped"]);
});

test("a refusal of the whole sheet stops, keeps the work and says why", async () => {
  const { clock, outbox, told, autosave, type } = setUp([() => ({ kind: "refused", message: "The window has closed." })]);
  type("0001", "5");
  await clock.pass(400);
  assert.deepEqual([told, outbox.unsent, autosave.stoppedBy], [[["refused", "The window has closed."]], 1, "The window has closed."]);
});

test("an undo is sent as an undo", async () => {
  const { clock, posts, type } = setUp();
  type("0001", "5");
  type("0002", "6", "undo");
  await clock.pass(400);
  assert.deepEqual(posts.map(({ source }) => source), ["typing", "undo"]);
});
