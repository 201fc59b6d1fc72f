import assert from "node:assert/strict";
import { test } from "node:test";
import { Poll } from "../grid/poll.js";

function setUp(answers) {
  const [asked, heard] = [[], []];
  const time = { now: 0 };
  const poll = new Poll({
    token: "a", now: () => time.now, on: (body) => heard.push(body), signedOut: () => heard.push("signed out"),
    ask: async (token) => { asked.push(token); return answers.shift(); },
  });
  return { poll, asked, heard, time };
}
const ok = (token) => ({ kind: "ok", body: { token, rows: [] } });

test("each question goes on from the last answer", async () => {
  const { poll, asked, heard } = setUp([ok("b"), { kind: "offline" }, ok("c")]);
  for (let turn = 0; turn < 3; turn += 1) await poll.look(false);
  assert.deepEqual([asked, heard.length], [["a", "b", "b"], 2]);
});

test("a hidden page does not ask, nor one that was left alone: asking must not keep a session alive", async () => {
  const { poll, asked, time } = setUp([ok("b")]);
  await poll.look(true);
  time.now = 6 * 60_000;
  await poll.look(false);
  assert.deepEqual(asked, []);
  await poll.ask();
  assert.deepEqual(asked, ["a"], "asked outright, it asks");
});

test("being signed out is told", async () => {
  const { poll, heard } = setUp([{ kind: "signed-out" }]);
  await poll.look(false);
  assert.deepEqual(heard, ["signed out"]);
});
