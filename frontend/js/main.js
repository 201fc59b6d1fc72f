// Starts what the page asks for: GOV.UK Frontend's components by data-module, ours by data-behaviour.

import { initAll } from "govuk-frontend";
import { jump } from "./behaviours/jump.js";
import { keyList } from "./behaviours/key-list.js";
import { length } from "./behaviours/length.js";
import { lookAgain } from "./behaviours/look-again.js";
import { menu } from "./behaviours/menu.js";
import { passkey } from "./behaviours/passkey.js";
import { print } from "./behaviours/print.js";
import { sendOn } from "./behaviours/send-on.js";
import { start } from "./behaviours/start.js";
import { submitOnce } from "./behaviours/submit-once.js";

/** The mark sheet is large, and only its own page asks for it. */
const markSheet = async (form) => (await import("./mark-sheet/index.js")).markSheet(form);

/** So is the grid of entries. */
const entries = async (form) => (await import("./entries/index.js")).entriesGrid(form);

/** Most pages are left within minutes; the warning can come after everything else. */
const idle = async (page) => (await import("./behaviours/idle.js")).idle(page);

/** Files are sent from few pages. */
const upload = async (fieldset) => (await import("./behaviours/upload.js")).upload(fieldset);

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
start(document, { entries, idle, jump, "key-list": keyList, length, "look-again": lookAgain, "mark-sheet": markSheet, menu, passkey, print, "send-on": sendOn, "submit-once": submitOnce, upload });
