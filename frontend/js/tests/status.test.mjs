import assert from "node:assert/strict";
import { test } from "node:test";
import { rowState, statusLine } from "../grid/status.js";

const counts = (given) => ({ waiting: 0, sending: 0, problem: 0, conflict: 0, ...given });
const LINES = [
  [{}, "fine", "2:03pm", "All changes saved 2:03pm", "saved"],
  [{ waiting: 1 }, "fine", "2:03pm", "Saving 1 change …", "unsaved"],
  [{ waiting: 2, sending: 1 }, "fine", "", "Saving 3 changes …", "unsaved"],
  [{ waiting: 3 }, "offline", "2:03pm", "3 changes not sent yet: working offline.", "failed"],
  [{ waiting: 1 }, "failing", "2:03pm", "1 change not sent yet: the service is not answering. Trying again.", "failed"],
  [{ waiting: 1 }, "signed-out", "2:03pm", "1 change not sent yet: you have been signed out.", "failed"],
  [{ problem: 1 }, "fine", "2:03pm", "Saved 2:03pm, but 1 row has a problem and is not saved.", "failed"],
  [{ problem: 2 }, "fine", "", "2 rows have a problem and are not saved.", "failed"],
  [{ conflict: 1 }, "fine", "2:03pm", "Saved 2:03pm, but 1 row was changed by someone else too: choose.", "failed"],
];
for (const [some, link, savedAt, words, tone] of LINES) {
  test(`${JSON.stringify(some)}, ${link}: ${words}`, () => {
    assert.deepEqual(statusLine({ counts: counts(some), link, savedAt }), { words, tone });
  });
}

test("it never says that all is saved while anything is not", () => {
  for (const state of ["waiting", "sending", "problem", "conflict"]) {
    for (const link of ["fine", "offline", "failing", "signed-out", "stopped"]) {
      const { words, tone } = statusLine({ counts: counts({ [state]: 1 }), link, savedAt: "2:03pm", stoppedBy: "Closed." });
      assert.ok(!words.startsWith("All changes saved") && tone !== "saved", `${state} ${link}: ${words}`);
    }
  }
});

test("where the browser cannot keep the work, it says to keep the page open", () => {
  assert.match(statusLine({ counts: counts({ waiting: 1 }), link: "offline", savedAt: "", kept: false }).words, /Keep this page open/);
});

test("a row says what has become of it", () => {
  assert.equal(rowState({ state: "waiting", message: "" }, "fine").words, "Saving …");
  assert.equal(rowState({ state: "waiting", message: "" }, "offline").words, "Not sent yet");
  assert.deepEqual(rowState({ state: "problem", message: "No." }, "fine"), { css: "is-problem", words: "Not saved", message: "No." });
  assert.equal(rowState({ state: "sending", message: "No." }, "fine").css, "is-problem", "wrong since it was sent");
  assert.equal(rowState({ state: "conflict", message: "" }, "offline").css, "is-conflict");
});
