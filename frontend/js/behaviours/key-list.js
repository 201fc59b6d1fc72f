// The list of keys, made from the registry: opened by ? or Ctrl+/, or by a button that names this behaviour.
// Keys of a single sign can be switched off (WCAG 2.1.4); the choice is a cookie, which names nobody.

import { button, h, openDialog } from "../dom.js";
import { isTyping, keyName, register, registered } from "../keys.js";

const OFF = "interchange-single-keys=off";
const OFF_BY_HTTPS = `__Host-${OFF}`;
const YEAR = 60 * 60 * 24 * 365;

register(
  { where: "Everywhere", keys: ["Ctrl+K", "/"], does: "Search, or jump to a page" },
  { where: "Everywhere", keys: ["Ctrl+/", "?"], does: "This list" },
);

/** Whether keys of a single sign act on this page. */
export function singleKeysOn(page = document) {
  return !page.cookie.split("; ").some((one) => one === OFF || one === OFF_BY_HTTPS);
}

export function switchSingleKeys(on, page = document) {
  const cookie = page.location?.protocol === "https:" ? `${OFF_BY_HTTPS}; secure` : OFF;
  page.cookie = `${cookie}; path=/; samesite=lax; max-age=${on ? 0 : YEAR}`;
}

/** The element that names this behaviour makes the keys work on its page; a button also opens the list itself. */
export function keyList(element) {
  element.ownerDocument.addEventListener("keydown", onKey);
  if (element.matches("button")) element.addEventListener("click", openList);
}

function onKey(event) {
  const name = keyName(event);
  const bySign = name === "?" && singleKeysOn() && (!isTyping(event.target) || event.target.closest("[role=grid]"));
  if (event.defaultPrevented || !(bySign || name === "Ctrl+/") || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  openList();
}

function openList() {
  const single = h("input", { type: "checkbox", id: "single-keys", class: "ic-check", onchange: ({ target }) => switchSingleKeys(target.checked) });
  single.checked = singleKeysOn();
  const close = button("Close", () => dialog.close());
  const dialog = openDialog({
    title: "Keys",
    body: h("div", {}, [...registered()].map(([where, entries]) => section(where, entries)),
      h("p", { class: "govuk-body" }, single, " ", h("label", { for: "single-keys" }, "Use the keys / and ? on their own"))),
    actions: [close],
    className: "ic-dialog--wide",
  });
}

function section(where, entries) {
  return h("section", {}, h("h3", { class: "govuk-heading-s" }, where), h("dl", { class: "ic-keys" }, entries.flatMap(line)));
}

function line({ keys, does }) {
  const caps = keys.flatMap((name, place) => [place ? " or " : "", h("kbd", {}, name)]);
  return [h("dt", {}, caps), h("dd", {}, does)];
}
