import assert from "node:assert/strict";
import { test } from "node:test";
import { jump } from "../behaviours/jump.js";
import { lookAgain } from "../behaviours/look-again.js";
import { menu } from "../behaviours/menu.js";
import { start } from "../behaviours/start.js";
import { submitOnce } from "../behaviours/submit-once.js";

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

const group = (opener, { current = false, kept = false } = {}) => {
  const listeners = {};
  return {
    classList: { contains: () => kept },
    querySelector: (selector) => (selector === ".ic-menu__button" ? opener : current ? {} : null),
    addEventListener: (name, listener) => { listeners[name] = listener; },
    pointer: (name, pointerType = "mouse") => listeners[`pointer${name}`]({ pointerType }),
  };
};

const aMenu = (toggle, groups) => ({
  querySelector: () => toggle,
  querySelectorAll: () => groups.map(([, g]) => g),
});

/** A window whose timers end when they are told to. */
const screen = (narrow) => {
  const timers = new Map();
  return {
    matchMedia: () => ({ matches: narrow, addEventListener() {} }),
    setTimeout: (does) => timers.set(timers.size + 1, does).size,
    clearTimeout: (timer) => timers.delete(timer),
    later: () => timers.forEach((does) => does()),
  };
};

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

test("a closed group opens under a mouse that rests on it, and closes when the mouse goes", () => {
  const [button_, view] = [button(), screen(false)];
  const one = group(button_);
  menu(aMenu(button(), [[button_, one]]), view);
  one.pointer("enter");
  assert.equal(button_.open, false);
  view.later();
  assert.equal(button_.open, true);
  one.pointer("leave");
  assert.equal(button_.open, false);
});

test("a mouse on its way past opens nothing, and neither does a finger", () => {
  const [button_, view] = [button(), screen(false)];
  const one = group(button_);
  menu(aMenu(button(), [[button_, one]]), view);
  one.pointer("enter");
  one.pointer("leave");
  one.pointer("enter", "touch");
  view.later();
  assert.equal(button_.open, false);
});

test("a click keeps open what the mouse has opened", () => {
  const [button_, view] = [button(), screen(false)];
  const one = group(button_);
  menu(aMenu(button(), [[button_, one]]), view);
  one.pointer("enter");
  view.later();
  button_.click();
  one.pointer("leave");
  assert.equal(button_.open, true);
  button_.click();
  assert.equal(button_.open, false);
});

test("a form is sent once; after Back it can be sent again", () => {
  const heard = {};
  const listen = (name, listener) => { heard[name] = listener; };
  const prevented = [];
  submitOnce({ addEventListener: listen }, { addEventListener: listen });
  const submit = () => heard.submit({ preventDefault: () => prevented.push("stopped") });
  submit();
  assert.deepEqual(prevented, []);
  submit();
  assert.deepEqual(prevented, ["stopped"]);
  heard.pageshow();
  submit();
  assert.deepEqual(prevented, ["stopped"]);
});

test("what waits looks again until the page it gets waits no more, and takes over its words", async () => {
  const pages = [{ dataset: { behaviour: "look-again" } }, null, { dataset: {}, childNodes: ["Received"] }];
  const [shown, heading] = [[], { textContent: "Sending" }];
  let look;
  let stopped = 0;
  const view = {
    setInterval: (does) => { look = does; return 7; },
    clearInterval: (timer) => { stopped = timer; },
    location: { href: "/receipt/" },
    document: { querySelector: () => heading },
    fetch: async () => ({ ok: pages[0] !== null, text: async () => "" }),
    DOMParser: class {
      parseFromString() {
        return { title: "Received", getElementById: () => pages[0], querySelector: () => ({ textContent: "Received" }) };
      }
    },
  };
  lookAgain({ id: "state", replaceChildren: (...nodes) => shown.push(...nodes) }, view);
  for (let looks = 1; looks <= 3; looks += 1) {
    assert.deepEqual([shown, stopped], [[], 0]);
    await look();
    pages.shift();
  }
  assert.deepEqual([shown, stopped, heading.textContent, view.document.title], [["Received"], 7, "Received", "Received"]);
});
