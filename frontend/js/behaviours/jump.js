// Ctrl K (on a Mac Cmd K) goes to the field, from anywhere on the page; so does / where nobody is typing. What is
// typed is looked up, and the arrows choose among what was found: a combobox whose form works without it.

import { h } from "../dom.js";
import { isTyping, keyName } from "../keys.js";
import { singleKeysOn } from "./key-list.js";
import { lookUp } from "./look-up.js";

const MOST_SHOWN = 10;

export function jump(field, page = document) {
  page.addEventListener("keydown", (event) => {
    const name = keyName(event);
    const bySign = name === "/" && !isTyping(event.target) && singleKeysOn(page);
    if (name === "Ctrl+K" || bySign) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });
  if (field.form) new Suggestions(field).start();
}

/** The list below the field. The field keeps the focus; `aria-activedescendant` says which line is chosen. */
class Suggestions {
  #field;
  #list = h("ul", { class: "ic-jump", role: "listbox", id: "site-search-list", "aria-label": "Found", hidden: true });
  #found = [];
  #chosen = -1;

  constructor(field) {
    this.#field = field;
  }

  start() {
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.#list.id };
    for (const [name, value] of Object.entries(attributes)) this.#field.setAttribute(name, value);
    this.#field.after(this.#list);
    const ask = lookUp(this.#field.form.action, (found) => this.#show(found));
    this.#field.addEventListener("input", () => ask(this.#field.value));
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#field.addEventListener("blur", () => this.#show([]));
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  #show(found) {
    this.#found = found.slice(0, MOST_SHOWN);
    this.#list.replaceChildren(...this.#found.map((hit, index) => this.#line(hit, index)));
    this.#list.hidden = this.#found.length === 0;
    this.#field.setAttribute("aria-expanded", String(!this.#list.hidden));
    this.#choose(-1);
  }

  #line(hit, index) {
    const go = () => location.assign(hit.address);
    return h("li", { role: "option", id: `jump-${index}`, class: "ic-jump__line", onclick: go, "aria-selected": "false" },
      h("span", {}, hit.label), h("span", { class: "ic-jump__hint" }, hit.hint));
  }

  #key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && this.#found.length) {
      event.preventDefault();
      const places = this.#found.length + 1;
      this.#choose(((this.#chosen + 1 + steps[event.key] + places) % places) - 1);
    } else if (event.key === "Enter" && this.#chosen >= 0) {
      event.preventDefault();
      location.assign(this.#found[this.#chosen].address);
    } else if (event.key === "Escape") {
      this.#show([]);
    }
  }

  #choose(index) {
    this.#chosen = index;
    [...this.#list.children].forEach((line, place) => line.setAttribute("aria-selected", String(place === index)));
    if (index < 0) this.#field.removeAttribute("aria-activedescendant");
    else this.#field.setAttribute("aria-activedescendant", `jump-${index}`);
  }
}
