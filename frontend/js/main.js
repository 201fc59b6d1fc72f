// Starts what the page asks for: GOV.UK Frontend's components by data-module, ours by data-behaviour.

import { initAll } from "govuk-frontend";
import { start } from "./behaviours/start.js";
import { jump } from "./behaviours/jump.js";
import { menu } from "./behaviours/menu.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
start(document, { jump, menu });
