import assert from "node:assert/strict";
import { test } from "node:test";
import { asCreation, asJson, asRequest, bytes, passkey, text, why } from "../behaviours/passkey.js";

test("bytes and base64url go both ways, whatever the bytes", () => {
  for (const length of [0, 1, 2, 3, 255]) {
    const some = Uint8Array.from({ length }, (_, place) => (place * 7 + 250) % 256);
    assert.deepEqual(bytes(text(some)), some);
    assert.doesNotMatch(text(some), /[+/=]/u);
  }
});

test("what the page asks is handed to the browser as bytes", () => {
  const request = asRequest({ challenge: "AQI", rpId: "localhost", allowCredentials: [{ type: "public-key", id: "Aw" }] });
  assert.deepEqual([...request.challenge], [1, 2]);
  assert.deepEqual([...request.allowCredentials[0].id], [3]);
  const creation = asCreation({ challenge: "AQI", user: { id: "BA", name: "ann" } });
  assert.deepEqual([...creation.user.id], [4]);
  assert.deepEqual(creation.excludeCredentials, []);
});

test("the answer holds what there is of it", () => {
  const one = Uint8Array.of(1).buffer;
  const said = JSON.parse(asJson({ id: "x", rawId: one, type: "public-key", response: { clientDataJSON: one, signature: one } }));
  assert.deepEqual(said, { id: "x", rawId: "AQ", type: "public-key", response: { clientDataJSON: "AQ", signature: "AQ" } });
});

const aForm = () => {
  const listeners = {};
  const error = { hidden: true, textContent: "" };
  return {
    hidden: true, sent: 0, error, dataset: { verb: "get", options: '{"challenge":"AQI"}' },
    elements: { passkey: { value: "" } },
    querySelector: () => error,
    addEventListener: (name, listener) => { listeners[name] = listener; },
    submit() { this.sent += 1; },
    press: () => listeners.submit({ preventDefault() {} }),
  };
};

test("the form is shown, and sent with what the browser answers", async () => {
  const form = aForm();
  const one = Uint8Array.of(1).buffer;
  passkey(form, { possible: true, credentials: { get: async () => ({ id: "x", rawId: one, type: "public-key", response: {} }) } });
  assert.equal(form.hidden, false);
  await form.press();
  assert.equal(form.sent, 1);
  assert.match(form.elements.passkey.value, /"rawId":"AQ"/u);
});

test("what goes wrong is said, and the button can be pressed again", async () => {
  const form = aForm();
  passkey(form, { possible: true, credentials: { get: async () => { throw Object.assign(new Error("no"), { name: "NotAllowedError" }); } } });
  await form.press();
  assert.equal(form.sent, 0);
  assert.equal(form.error.hidden, false);
  assert.match(form.error.textContent, /Press the button/u);
  assert.match(why({ name: "InvalidStateError" }), /already/u);
  assert.match(why({ name: "SecurityError" }), /authenticator app/u);
});

test("where a browser has no passkeys the form is not shown", () => {
  const form = aForm();
  passkey(form, { possible: false });
  assert.equal(form.hidden, true);
});
