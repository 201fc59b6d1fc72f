import assert from "node:assert/strict";
import { test } from "node:test";
import { Transport } from "../grid/transport.js";

const answer = (status, body = {}) => ({ status, ok: status < 300, type: "basic", json: async () => body, text: async () => body.html ?? "" });

/** A transport with a server that gives these answers in turn, and pages that are read by a fake of the page's reader. */
function setUp(answers, { person = "ann" } = {}) {
  const asked = [];
  const fetch = async (address, options = {}) => {
    asked.push([options.method ?? "GET", address, options.headers?.["X-CSRFToken"] ?? ""]);
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next;
  };
  const page = {
    address: "/sheet/", token: "old", person, signInToken: () => "door", signInError: (html) => html,
    codeToken: (html) => (html.startsWith("code") ? "for the code" : null),
    read: (html) => (html.startsWith("sheet of ") ? { person: html.slice(9), token: "new" } : null),
  };
  return { transport: new Transport(page, { fetch }), asked };
}

const KINDS = [
  [200, "ok"], [204, "ok"], [401, "signed-out"], [409, "refused"], [400, "refused"], [500, "failing"], [503, "failing"], [429, "failing"],
];
for (const [status, kind] of KINDS) {
  test(`${status} means ${kind}`, async () => {
    const { transport } = setUp([answer(status, { message: "A sentence." })]);
    assert.equal((await transport.post("/cells/", {})).kind, kind);
  });
}

test("a refusal carries the server's sentence", async () => {
  const { transport } = setUp([answer(409, { code: "window-closed", message: "It has closed." })]);
  assert.deepEqual(await transport.post("/cells/", {}), { kind: "refused", message: "It has closed." });
});

test("no answer means offline; being sent to the front door means signed out", async () => {
  const { transport } = setUp([new TypeError("Failed to fetch"), { type: "opaqueredirect", status: 0, ok: false }]);
  assert.equal((await transport.post("/cells/", {})).kind, "offline");
  assert.equal((await transport.post("/cells/", {})).kind, "signed-out");
});

test("an old token is renewed once from the sheet's page, and the post repeated", async () => {
  const { transport, asked } = setUp([answer(403), answer(200, { html: "sheet of ann" }), answer(200)]);
  assert.equal((await transport.post("/cells/", {})).kind, "ok");
  assert.deepEqual(asked, [["POST", "/cells/", "old"], ["GET", "/sheet/", ""], ["POST", "/cells/", "new"]]);
});

test("a person whose right was taken away is told so, not asked for ever", async () => {
  const { transport, asked } = setUp([answer(403), answer(200, { html: "sheet of ann" }), answer(403)]);
  assert.equal((await transport.post("/cells/", {})).kind, "refused");
  assert.equal(asked.length, 3);
});

test("with somebody else signed in, the post is not repeated in their name", async () => {
  const { transport, asked } = setUp([answer(403), answer(200, { html: "sheet of ben" })]);
  assert.equal((await transport.post("/cells/", {})).kind, "stranger");
  assert.equal(asked.filter(([method]) => method === "POST").length, 1);
});

const FIELDS = { loginId: "65432", username: "ann", password: "right" };

test("signing in takes the new token from the page that follows", async () => {
  const { transport, asked } = setUp([answer(200), answer(200, { html: "sheet of ann" }), answer(200)]);
  assert.equal((await transport.signIn("/sign-in/", FIELDS)).kind, "ok");
  await transport.post("/cells/", {});
  assert.equal(asked.at(-1)[2], "new");
});

test("a wrong password, another person and a page in between are told apart", async () => {
  const after = async (status, html) => (await setUp([answer(200), answer(status, { html })]).transport.signIn("/sign-in/", FIELDS)).kind;
  assert.equal(await after(422, "No."), "wrong");
  assert.equal(await after(200, "sheet of ben"), "stranger");
  assert.equal(await after(200, "change your password"), "signed-out");
});

test("after the three parts a code may be asked for, and is given with that page's token", async () => {
  const { transport, asked } = setUp([answer(200), answer(200, { html: "code please" }), answer(422, { html: "code again" }), answer(200, { html: "sheet of ann" })]);
  assert.deepEqual(await transport.signIn("/sign-in/", FIELDS), { kind: "code", token: "for the code" });
  assert.deepEqual(await transport.giveCode("/sign-in/", { code: "1", token: "t" }), { kind: "wrong", message: "code again", token: "for the code" });
  assert.equal((await transport.giveCode("/sign-in/", { code: "2", token: "t" })).kind, "ok");
  assert.deepEqual(asked.slice(2).map(([method, address]) => [method, address]), [["POST", "/sign-in/code/"], ["POST", "/sign-in/code/"]]);
});
