import assert from "node:assert/strict";
import { test } from "node:test";
import { singleKeysOn, switchSingleKeys } from "../behaviours/key-list.js";
import { registered } from "../keys.js";

test("keys of one sign are on until somebody switches them off", () => {
  assert.equal(singleKeysOn({ cookie: "" }), true);
  assert.equal(singleKeysOn({ cookie: "csrf=1; interchange-single-keys=off" }), false);
});

test("switching them off is kept for a year, switching on forgets it at once", () => {
  const page = {};
  switchSingleKeys(false, page);
  assert.match(page.cookie, /^interchange-single-keys=off; path=\/; samesite=lax; max-age=31536000$/);
  switchSingleKeys(true, page);
  assert.match(page.cookie, /max-age=0$/);
});

test("by https the choice is kept for this host alone, and never sent without https", () => {
  const page = { location: { protocol: "https:" } };
  switchSingleKeys(false, page);
  assert.match(page.cookie, /^__Host-interchange-single-keys=off; secure; path=\/;/);
  assert.equal(singleKeysOn({ cookie: page.cookie }), false);
});

test("the keys that work everywhere are in the registry", () => {
  assert.deepEqual(registered().get("Everywhere").flatMap(({ keys }) => keys), ["Ctrl+K", "/", "Ctrl+/", "?"]);
});
