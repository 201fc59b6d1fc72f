// The bar above the table: its fields act at once, and teaching groups become chips.

import { h } from "../dom.js";

const MOST_CHIPS = 12;

export class FilterBar {
  #form;
  #apply;
  #filter;
  #timer = null;

  /** `filter`: its plain choice and the query of one (PLAIN, queryOf). `apply(choice)` filters the table. */
  constructor(form, filter, apply) {
    this.#form = form;
    this.#filter = filter;
    this.#apply = apply;
    form.addEventListener("submit", (event) => { event.preventDefault(); this.#changed(); });
    form.addEventListener("change", () => this.#changed());
    form.addEventListener("input", ({ target }) => { if (target.name === "find") this.#soon(); });
    this.#groupsAsChips(form.elements.group);
    form.querySelector("button:not([type=button])")?.setAttribute("hidden", "");
  }

  get choice() {
    const { PLAIN } = this.#filter;
    return Object.fromEntries(Object.keys(PLAIN).map((name) => [name, this.#form.elements[name]?.value ?? PLAIN[name]]));
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#changed(), 120);
  }

  #changed() {
    clearTimeout(this.#timer);
    const { choice } = this;
    const query = this.#filter.queryOf(choice);
    window.history.replaceState(null, "", query ? `?${query}` : window.location.pathname);
    this.#apply(choice);
  }

  #groupsAsChips(select) {
    const options = [...(select?.options ?? [])];
    if (options.length < 3 || options.length > MOST_CHIPS + 1) return;
    const chips = options.map((option) => h("button", {
      type: "button", class: "ic-chip", "aria-pressed": String(option.selected),
      onclick: () => { select.value = option.value; press(chips, select.selectedIndex); this.#changed(); },
    }, option.textContent.trim()));
    const label = select.labels?.[0]?.textContent.trim() ?? "Teaching group";
    const place = select.closest(".govuk-form-group") ?? select;
    place.hidden = true;
    place.after(h("div", { class: "ic-chips", role: "group", "aria-label": label }, chips));
  }
}

function press(chips, chosen) {
  chips.forEach((chip, index) => chip.setAttribute("aria-pressed", String(index === chosen)));
}
