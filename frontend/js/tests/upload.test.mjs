import assert from "node:assert/strict";
import { test } from "node:test";
import { brokenWords, meaning, sendAll } from "../behaviours/upload.js";

const files = ["a.txt", "b.exe", "c.txt", "d.txt"].map((name) => ({ name }));

test("files go up one after another, each with its progress", async () => {
  const told = [];
  const send = async (file, progress) => { progress(0.5); return { kind: "kept" }; };
  const watch = {
    began: (file, place, of) => told.push(`${file.name} ${place}/${of}`),
    moved: (file, share) => told.push(share),
    ended: (file) => told.push(`${file.name} in`),
  };
  const { waiting, leftOut, brokeOff } = await sendAll(files.slice(0, 2), send, watch);
  assert.deepEqual(told, ["a.txt 1/2", 0.5, "a.txt in", "b.exe 2/2", 0.5, "b.exe in"]);
  assert.deepEqual([waiting, leftOut, brokeOff], [[], [], null]);
});

test("one that is left out does not hold up the others", async () => {
  const send = async ({ name }) => (name === "b.exe" ? { kind: "left-out", why: "Send PDF." } : { kind: "kept" });
  const { waiting, leftOut } = await sendAll(files, send);
  assert.deepEqual(waiting, []);
  assert.deepEqual(leftOut, [{ name: "b.exe", why: "Send PDF." }]);
});

test("where the connection breaks off, what is not in waits and nothing more is sent", async () => {
  const sent = [];
  const send = async ({ name }) => { sent.push(name); return { kind: name === "c.txt" ? "offline" : "kept" }; };
  const { waiting, brokeOff } = await sendAll(files, send);
  assert.deepEqual(sent, ["a.txt", "b.exe", "c.txt"]);
  assert.deepEqual(waiting.map(({ name }) => name), ["c.txt", "d.txt"]);
  assert.equal(brokeOff.kind, "offline");
});

const page = (found) => () => found;
const ANSWERS = [
  [0, "", null, "offline"], [401, "{}", null, "signed-out"], [403, "", null, "forbidden"], [500, "", null, "failing"],
  [413, "", null, "failing"], [200, "<p>", null, "failing"], [200, "", { why: "" }, "kept"], [422, "", { why: "Too big" }, "left-out"],
];
for (const [status, text, found, kind] of ANSWERS) {
  test(`an answer ${status}${found ? " with the page" : ""} means ${kind}`, () => {
    assert.equal(meaning(status, text, page(found)).kind, kind);
  });
}

test("what the rules refuse is told in their words", () => {
  const answer = meaning(409, '{"code": "x", "message": "At most 200 files in an hour."}', page(null));
  assert.equal(brokenWords(answer, "c.txt", 2), "At most 200 files in an hour. 2 files are not uploaded yet, from c.txt on. What you wrote is still here.");
  assert.equal(meaning(409, "<html>", page(null)).why, "");
});

test("it is said what broke off, what is missing, and that the words are there", () => {
  assert.equal(brokenWords({ kind: "offline" }, "c.txt", 1), "The connection broke off. 1 file is not uploaded yet, from c.txt on. What you wrote is still here.");
  assert.match(brokenWords({ kind: "signed-out" }, "c.txt", 1), /Sign in again in another tab/);
});
