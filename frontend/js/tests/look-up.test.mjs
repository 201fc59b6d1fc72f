import assert from "node:assert/strict";
import test from "node:test";
import { lookUp } from "../behaviours/look-up.js";

function desk(answers) {
  const asked = [];
  const shown = [];
  const timers = [];
  const fetch = (address) => {
    asked.push(address);
    return answers[address.split("=")[1]] ?? Promise.reject(new Error("offline"));
  };
  const wait = (work, _, ...parts) => timers.push(() => work(...parts));
  const stop = () => timers.splice(0);
  const type = lookUp("/search/", (found) => shown.push(found), { fetch, wait, stop });
  return { asked, shown, type, pause: () => Promise.all(timers.splice(0).map((run) => run())) };
}

const found = (...labels) => Promise.resolve({ ok: true, json: () => Promise.resolve(labels) });

test("what is typed is looked up once, after the pause", async () => {
  const { asked, shown, type, pause } = desk({ H446: found("H446/03") });
  for (const text of ["H", "H4", "H44", "H446"]) type(text);
  await pause();
  assert.deepEqual(asked, ["/search/?q=H446"]);
  assert.deepEqual(shown.at(-1), ["H446/03"]);
});

test("one sign is too short to look up", async () => {
  const { asked, shown, type, pause } = desk({});
  type(" H ");
  await pause();
  assert.deepEqual(asked, []);
  assert.deepEqual(shown, [[]]);
});

test("an answer to an older question is dropped", async () => {
  let answer;
  const late = new Promise((resolve) => { answer = resolve; });
  const { shown, type, pause } = desk({ H4: late, H44: found("new") });
  type("H4");
  const first = pause();
  type("H44");
  await pause();
  answer(await found("old"));
  await first;
  assert.deepEqual(shown, [["new"]]);
});

test("without a connection nothing is shown", async () => {
  const { shown, type, pause } = desk({});
  type("H446");
  await pause();
  assert.deepEqual(shown, [[]]);
});
