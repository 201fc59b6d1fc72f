import assert from "node:assert/strict";
import { test } from "node:test";
import { jump } from "../behaviours/jump.js";

/** A page whose key presses are given by hand; `gone` counts how often the field was reached. */
function aPage({ cookie = "" } = {}) {
  const state = { gone: 0 };
  const page = { cookie, addEventListener: (_, listen) => { state.press = (event) => listen({ preventDefault() {}, target: elsewhere, ...event }); } };
  jump({ focus: () => { state.gone += 1; }, select() {} }, page);
  return state;
}
const elsewhere = { closest: () => null };
const inAField = { closest: (selector) => (selector.includes("input") ? {} : null) };

test("/ goes to the field, but not while typing, and not where keys of one sign are switched off", () => {
  const page = aPage();
  page.press({ key: "/" });
  assert.equal(page.gone, 1);
  page.press({ key: "/", target: inAField });
  assert.equal(page.gone, 1);
  const switchedOff = aPage({ cookie: "interchange-single-keys=off" });
  switchedOff.press({ key: "/" });
  assert.equal(switchedOff.gone, 0);
});

test("Ctrl+K goes there even from a field; with Alt or Shift it is another key", () => {
  const page = aPage();
  page.press({ key: "k", ctrlKey: true, target: inAField });
  page.press({ key: "k", metaKey: true });
  page.press({ key: "k", ctrlKey: true, altKey: true });
  page.press({ key: "K", ctrlKey: true, shiftKey: true });
  assert.equal(page.gone, 2);
});
