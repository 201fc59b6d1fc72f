// Ctrl K (on a Mac Cmd K) goes to the field, from anywhere on the page; so does / where nobody is typing.

import { isTyping, keyName } from "../keys.js";
import { singleKeysOn } from "./key-list.js";

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
}
