import assert from "node:assert/strict";
import { test } from "node:test";
import { jump } from "../behaviours/jump.js";
import { menu } from "../behaviours/menu.js";
import { start } from "../behaviours/start.js";

const button = (expanded = "true") => {
  const attributes = { "aria-expanded": expanded };
  const listeners = [];
  return {
    getAttribute: (name) => attributes[name],
    setAttribute: (name, value) => { attributes[name] = value; },
    addEventListener: (name, listener) => listeners.push(listener),
    click: () => listeners.forEach((listener) => listener()),
    get open() { return attributes["aria-expanded"] === "true"; },
  };
};

const group = (opener, { current = false, kept = false } = {}) => ({
  classList: { contains: () => kept },
  querySelector: (selector) => (selector === ".ic-menu__button" ? opener : current ? {} : null),
});

const aMenu = (toggle, groups) => ({
  querySelector: () => toggle,
  querySelectorAll: (selector) => (selector === ".ic-menu__group" ? groups.map(([, g]) => g) : [toggle, ...groups.map(([b]) => b)]),
});

const screen = (narrow) => ({ matchMedia: () => ({ matches: narrow, addEventListener() {} }) });

test("on a narrow screen the menu starts closed and its button opens it", () => {
  const toggle = button();
  menu(aMenu(toggle, []), screen(true));
  assert.equal(toggle.open, false);
  toggle.click();
  assert.equal(toggle.open, true);
});

test("on a wide screen the menu is open", () => {
  const toggle = button("false");
  menu(aMenu(toggle, []), screen(false));
  assert.equal(toggle.open, true);
});

test("only the groups that hold the current page, or are kept open, start open", () => {
  const [here, kept, other] = [button(), button(), button()];
  const groups = [[here, group(here, { current: true })], [kept, group(kept, { kept: true })], [other, group(other)]];
  menu(aMenu(button(), groups), screen(false));
  assert.deepEqual([here.open, kept.open, other.open], [true, true, false]);
});

test("Ctrl K goes to the field and K alone does not", () => {
  const keys = [];
  const gone = [];
  jump({ focus: () => gone.push("focus"), select: () => gone.push("select") }, { addEventListener: (_, listen) => keys.push(listen) });
  const press = (event) => keys[0]({ preventDefault() {}, key: "k", ...event });
  press({});
  assert.deepEqual(gone, []);
  press({ ctrlKey: true });
  assert.deepEqual(gone, ["focus", "select"]);
});

test("each behaviour an element names is given the element, and an unknown name harms nothing", () => {
  const seen = [];
  const element = { dataset: { behaviour: "one  two unknown" } };
  start({ querySelectorAll: () => [element] }, { one: (e) => seen.push(["one", e]), two: (e) => seen.push(["two", e]) });
  assert.deepEqual(seen, [["one", element], ["two", element]]);
});
