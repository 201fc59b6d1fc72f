// A form that asks the browser for a passkey, and sends what it answers. Where there are none, the form is not shown.

const PLAIN = { get: asRequest, create: asCreation };

/** Bytes of text in base64url, as WebAuthn's JSON writes them. */
export function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

export function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/[=]+$/u, "");
}

const named = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

/** What the page asks, in the shape that `navigator.credentials` takes. */
export function asRequest(options) {
  return { ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) };
}

export function asCreation(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: named(options.excludeCredentials),
  };
}

/** The browser's answer as the server reads it. */
export function asJson({ id, rawId, type, response }) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const sent = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
  return JSON.stringify({ id, rawId: text(rawId), type, response: Object.fromEntries(sent) });
}

/** What went wrong, for the person: most often they closed the browser's own window. */
export function why({ name }) {
  if (name === "InvalidStateError") return "This device has a passkey for your account already.";
  if (name === "NotAllowedError") return "Nothing was chosen in time. Press the button to try again.";
  return "This browser could not do that. Use your authenticator app, or another browser.";
}

export function passkey(form, { credentials = globalThis.navigator?.credentials, possible = Boolean(globalThis.PublicKeyCredential) } = {}) {
  if (!possible) return;
  form.hidden = false;
  const { verb, options } = form.dataset;
  const error = form.querySelector("[role=alert]");
  form.addEventListener("submit", async (event) => {
    if (form.elements.passkey.value) return;
    event.preventDefault();
    error.hidden = true;
    try {
      const answer = await credentials[verb]({ publicKey: PLAIN[verb](JSON.parse(options)) });
      form.elements.passkey.value = asJson(answer);
      form.submit();
    } catch (problem) {
      error.textContent = why(problem);
      error.hidden = false;
    }
  });
}
