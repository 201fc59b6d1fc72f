// Every page of somebody who is signed in: a warning five minutes before the idle end, and one key to stay (5.4).

import { button, h, openDialog } from "../dom.js";
import { IdleClock, SessionWarning } from "../grid/session.js";

const GRID = ":is([data-behaviour~=mark-sheet], [data-behaviour~=entries])";

/** Asks the server, which counts as use; whether the session lives. Being sent to the front door means that it does not. */
export async function stillHere(address, fetch = window.fetch.bind(window)) {
  try {
    return (await fetch(address, { headers: { Accept: "application/json" }, redirect: "manual" })).ok;
  } catch {
    return false;
  }
}

/** A grid has a warning of its own, which knows what is unsaved. */
export function idle(page) {
  if (page.querySelector(GRID)) return;
  new SessionWarning({ clock: new IdleClock(), stay: () => stillHere(page.dataset.stillHere), ended });
}

function ended() {
  const dialog = openDialog({
    title: "You have been signed out",
    body: h("p", { class: "govuk-body" }, "What you typed is still on this page. Send it as usual: you are asked to sign in, and it is kept."),
    actions: [button("Close", () => dialog.close(), { autofocus: true })],
  });
}
