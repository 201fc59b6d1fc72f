// Making elements without strings of HTML, so that no value can become markup and no style needs an exception.

/** An element: h("button", { type: "button", class: "x", onclick: f }, "words", child). Properties by name, else attributes. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

let dialogs = 0;

/** A modal dialog with a heading; removed when it closes, and the focus goes back to where it was. */
export function openDialog({ title, body, actions, onClose = () => {}, className = "" }) {
  dialogs += 1;
  const id = `dialog-${dialogs}`;
  const heading = h("h2", { class: "govuk-heading-m", id, tabindex: "-1" }, title);
  const dialog = h("dialog", { class: `ic-dialog ${className}`.trim(), "aria-labelledby": id }, heading, body,
    actions.length ? h("div", { class: "ic-dialog__actions" }, actions) : "");
  const from = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (from?.isConnected) from.focus();
    onClose();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function button(words, onclick, { secondary = false, ...attributes } = {}) {
  const look = secondary ? "govuk-button govuk-button--secondary" : "govuk-button";
  return h("button", { type: "button", class: look, onclick, ...attributes }, words);
}

let speaker = null;

/** Say something to a screen reader, politely. */
export function announce(words) {
  speaker ??= document.body.appendChild(h("div", { class: "govuk-visually-hidden", role: "status", id: "announcements" }));
  speaker.textContent = words;
}

export function counted(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;
}

/** A table inside a dialog: headings, and rows of strings. */
export function table(headings, rows) {
  return h("table", { class: "ic-table ic-dialog__table" },
    h("thead", {}, h("tr", {}, headings.map((words) => h("th", { scope: "col" }, words)))),
    h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((words) => h("td", {}, words))))));
}
