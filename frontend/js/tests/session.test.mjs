import assert from "node:assert/strict";
import { test } from "node:test";
import { IdleClock, inWords, worthSaying } from "../grid/session.js";

const MINUTE = 60_000;

test("a warning at 25 idle minutes, the end at 30; being heard of starts again", () => {
  let now = 0;
  const clock = new IdleClock(() => now);
  const stateAt = (minutes) => { now = minutes * MINUTE; return clock.state; };
  assert.deepEqual([stateAt(24.9), stateAt(25), stateAt(29.9), stateAt(30)], ["fine", "warn", "warn", "ended"]);
  now = 26 * MINUTE;
  assert.equal(clock.secondsLeft, 240);
  clock.heard();
  assert.equal(clock.state, "fine");
});

test("what another tab heard counts, but never backwards", () => {
  let now = 0;
  const clock = new IdleClock(() => now);
  now = 25 * MINUTE;
  clock.heard(20 * MINUTE);
  assert.equal(clock.state, "fine");
  clock.heard(1 * MINUTE);
  assert.equal(clock.state, "fine");
});

test("somebody at the keys is made known after five minutes without a save", () => {
  let now = 0;
  const clock = new IdleClock(() => now);
  now = 4.9 * MINUTE;
  assert.equal(clock.worthTelling, false);
  now = 5 * MINUTE;
  assert.equal(clock.worthTelling, true);
});

test("the countdown in words, spoken each minute and every 15 seconds of the last", () => {
  assert.equal(inWords(245), "4 minutes 5 seconds");
  assert.equal(inWords(61), "1 minute 1 second");
  assert.equal(inWords(0), "0 seconds");
  assert.deepEqual([300, 245, 240, 60, 45, 44, 0].filter(worthSaying), [300, 240, 60, 45, 0]);
});
