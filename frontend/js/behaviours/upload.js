// Files of a message, with progress: they go up one after another before the words are sent, and the page is never
// left meanwhile. Where the upload breaks off, the words stay, what has come in is kept, and the rest can be tried again.

import { announce, button, counted, h } from "../dom.js";

/**
 * Sends files one after another until there is none, or one breaks off.
 * `send(file, progress)` answers { kind: "kept" }, { kind: "left-out", why }, or why it broke off, by its kind.
 */
export async function sendAll(files, send, { began = () => {}, moved = () => {}, ended = () => {} } = {}) {
  const waiting = [...files];
  const leftOut = [];
  for (const [place, file] of files.entries()) {
    began(file, place + 1, files.length);
    const answer = await send(file, (share) => moved(file, share));
    if (answer.kind === "left-out") leftOut.push({ name: file.name, why: answer.why });
    else if (answer.kind !== "kept") return { waiting, leftOut, brokeOff: answer };
    waiting.shift();
    ended(file, answer);
  }
  return { waiting, leftOut, brokeOff: null };
}

/** What an answer of the server means: `page` reads its HTML. */
export function meaning(status, text, page) {
  if (status === 0) return { kind: "offline" };
  if (status === 401) return { kind: "signed-out" };
  if (status === 403) return { kind: "forbidden" };
  if (status === 409) return { kind: "refused", why: messageOf(text) };
  if (status !== 200 && status !== 422) return { kind: "failing" };
  const found = page(text);
  if (!found) return { kind: "failing" };
  return found.why ? { kind: "left-out", why: found.why, kept: found.kept } : { kind: "kept", kept: found.kept };
}

function messageOf(text) {
  try {
    return JSON.parse(text).message;
  } catch {
    return "";
  }
}

const BECAUSE = {
  offline: "The connection broke off.",
  stopped: "You stopped the upload.",
  failing: "The service could not take it.",
  forbidden: "The service could not take it.",
  "signed-out": "You have been signed out. Sign in again in another tab.",
};

/** What is said where it broke off. */
export function brokenWords({ kind, why }, name, waiting) {
  const rest = `${counted(waiting, "file is", "files are")} not uploaded yet, from ${name} on.`;
  return [why || BECAUSE[kind], rest, "What you wrote is still here."].join(" ");
}

export function upload(fieldset) {
  const form = fieldset.closest("form");
  const input = fieldset.querySelector("input[type=file]");
  const state = input.closest(".govuk-form-group").appendChild(h("div", {}));
  let waiting = [];
  let running = null;

  form.addEventListener("submit", (event) => {
    const files = [...waiting, ...input.files];
    if (!files.length && !running) {
      form.enctype = "application/x-www-form-urlencoded"; // words alone are carried over a sign-in, should one be needed
      return;
    }
    event.preventDefault();
    if (running) announce("Wait until the files are uploaded");
    else run(files, event.submitter);
  });

  async function run(files, submitter) {
    input.value = "";
    const shown = progressOf(() => running?.abort());
    state.replaceChildren(shown.element);
    const send = (file, progress) => sent(form, fieldset, file, progress, (request) => { running = request; });
    const { waiting: rest, leftOut, brokeOff } = await sendAll(files, send, { ...shown, ended: (file, { kept }) => keep(fieldset, kept) });
    running = null;
    waiting = rest;
    state.replaceChildren();
    if (brokeOff) tell(broken(brokeOff, rest, () => run(rest, submitter), drop));
    else if (leftOut.length) tell(leftOutBanner(leftOut));
    else went(files.length, submitter);
  }

  function went(number, submitter) {
    announce(`${counted(number, "file")} uploaded`);
    if (submitter?.value === "upload") input.focus();
    else form.requestSubmit(submitter);
  }

  function drop() {
    waiting = [];
    state.replaceChildren();
    input.focus();
  }

  function tell(banner) {
    state.replaceChildren(banner);
    banner.focus();
  }
}

function progressOf(stop) {
  const bar = h("progress", { class: "ic-progress", max: "100", value: "0" });
  const words = h("p", { class: "ic-muted" });
  return {
    element: h("div", { class: "ic-uploading" }, words, bar, button("Stop the upload", stop, { secondary: true })),
    began(file, place, of) {
      words.textContent = `Uploading ${file.name}, ${place} of ${of}`;
      bar.setAttribute("aria-label", words.textContent);
      bar.value = 0;
      announce(words.textContent);
    },
    moved(file, share) {
      bar.value = Math.round(share * 100);
    },
  };
}

/** Where a file is left out, the others stay; the words are the server's own. */
function leftOutBanner(files) {
  const lines = files.map(({ name, why }) => h("li", {}, h("strong", {}, name), `: ${why}`));
  const head = h("strong", {}, `${counted(files.length, "file was", "files were")} left out.`);
  return warning(h("p", {}, head, " What you wrote and the other files are kept. Nothing has been sent yet."), h("ul", { class: "ic-list" }, lines));
}

function broken(answer, waiting, again, drop) {
  const words = h("p", {}, h("strong", {}, brokenWords(answer, waiting[0].name, waiting.length)));
  const signIn = answer.kind === "signed-out" ? h("p", {}, h("a", { href: "/sign-in/", target: "_blank", rel: "noopener" }, "Sign in in a new tab")) : "";
  const choice = h("div", { class: "ic-buttons" }, button("Try again", again, { secondary: true }), button("Leave them out", drop, { secondary: true }));
  return warning(words, signIn, choice);
}

function warning(...parts) {
  return h("div", { class: "ic-banner ic-banner--warning", tabindex: "-1", role: "group", "aria-label": "Files" }, h("div", {}, parts));
}

/** One file as the form would send it with “Upload”; where the token of the page has grown old, once more with a new one. */
async function sent(form, fieldset, file, progress, begun) {
  const answer = await posted(form, file, progress, begun);
  if (answer.kind !== "forbidden" || !(await renewed(form))) return answer;
  return posted(form, file, progress, begun);
}

function posted(form, file, progress, begun) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  form.querySelectorAll("input[name=kept]:checked").forEach((one) => body.append("kept", one.value));
  body.append("do", "upload");
  body.append("files", file);
  return new Promise((answered) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => progress(total ? loaded / total : 0));
    request.addEventListener("abort", () => answered({ kind: "stopped" }));
    request.addEventListener("loadend", () => answered(meaning(request.status, request.responseText, uploadsOf)));
    request.open("POST", form.action || window.location.href);
    request.setRequestHeader("Accept", "application/json");
    begun(request);
    request.send(body);
  });
}

/** What a page says of its files: those that are kept, and why one was left out. */
function uploadsOf(html) {
  const kept = new DOMParser().parseFromString(html, "text/html").querySelector("[data-kept]");
  if (!kept) return null;
  const [line] = kept.ownerDocument.querySelectorAll("#left-out li");
  return { kept, why: line ? line.lastChild.textContent.replace(/^:\s*/, "") : "" };
}

function keep(fieldset, kept) {
  fieldset.querySelector("[data-kept]").replaceChildren(...kept.childNodes);
}

async function renewed(form) {
  try {
    const page = new DOMParser().parseFromString(await (await fetch(window.location.href)).text(), "text/html");
    const token = page.querySelector("main form input[name=csrfmiddlewaretoken]");
    if (token) form.elements.csrfmiddlewaretoken.value = token.value;
    return Boolean(token);
  } catch {
    return false;
  }
}
