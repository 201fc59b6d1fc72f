// Talking to the server: every answer becomes one of a few kinds, so that nothing else reads status codes.

const PATIENCE = 20_000;

/**
 * { kind: "ok", body } | { kind: "offline" } | { kind: "failing" } | { kind: "signed-out" }
 * | { kind: "refused", message } | { kind: "stranger" }, when somebody else is signed in by now.
 */
export class Transport {
  #fetch;
  #page;
  #patience;

  /** `page`: { token, person, address, forbidden }: what the page said of itself, and `forbidden`: the words where its person may not write any more. */
  constructor(page, { fetch = (...args) => window.fetch(...args), patience = PATIENCE } = {}) {
    this.#page = page;
    this.#fetch = fetch;
    this.#patience = patience;
  }

  async get(address) {
    return this.#ask(address, { headers: { Accept: "application/json" } });
  }

  /** A post; where the token has grown old (somebody signed in again in another tab) it is renewed once. */
  async post(address, body, { keepalive = false } = {}) {
    const answer = await this.#postOnce(address, body, keepalive);
    if (answer.kind !== "forbidden") return answer;
    const renewed = await this.renew();
    if (renewed.kind !== "ok") return renewed;
    const second = await this.#postOnce(address, body, keepalive);
    return second.kind === "forbidden" ? { kind: "refused", message: this.#page.forbidden } : second;
  }

  async #postOnce(address, body, keepalive) {
    return this.#ask(address, {
      method: "POST",
      keepalive,
      headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": this.#page.token },
      body: JSON.stringify(body),
    });
  }

  async #ask(address, options) {
    try {
      const response = await this.#fetch(address, { ...options, signal: AbortSignal.timeout(this.#patience), redirect: "manual" });
      return await meaning(response);
    } catch {
      return { kind: "offline" };
    }
  }

  /** Read the page again for its token, and for who is signed in now. */
  async renew() {
    try {
      const response = await this.#fetch(this.#page.address, { signal: AbortSignal.timeout(this.#patience) });
      return this.adopt(await response.text());
    } catch {
      return { kind: "offline" };
    }
  }

  /** Take over the token of a page: only of the same person's. */
  adopt(html) {
    const found = this.#page.read(html);
    if (!found) return { kind: "signed-out" };
    if (found.person !== this.#page.person) return { kind: "stranger" };
    this.#page.token = found.token;
    return { kind: "ok" };
  }

  /** The three parts from the dialog: { kind: "ok" }, { kind: "code", token }, { kind: "wrong", message }, or as above. */
  async signIn(address, { loginId, username, password }) {
    try {
      const token = this.#page.signInToken(await (await this.#fetch(address)).text());
      return await this.#atTheDoor(address, { login_id: loginId, username, password, next: this.#page.address, csrfmiddlewaretoken: token });
    } catch {
      return { kind: "offline" };
    }
  }

  /** The code that was asked for after them; the answers are the same. */
  async giveCode(address, { code, token }) {
    try {
      return await this.#atTheDoor(`${address}code/`, { code, csrfmiddlewaretoken: token });
    } catch {
      return { kind: "offline" };
    }
  }

  async #atTheDoor(address, form) {
    const response = await this.#fetch(address, { method: "POST", body: new URLSearchParams(form) });
    const html = await response.text();
    const token = this.#page.codeToken(html);
    if (response.status === 422) return { kind: "wrong", message: this.#page.signInError(html), token };
    if (!response.ok) return { kind: "failing" };
    return token ? { kind: "code", token } : this.adopt(html);
  }
}

async function meaning(response) {
  if (response.ok) return { kind: "ok", body: response.status === 204 ? {} : await response.json() };
  if (response.status === 401 || response.type === "opaqueredirect") return { kind: "signed-out" };
  if (response.status === 403) return { kind: "forbidden" };
  if (response.status >= 500 || response.status === 429 || response.status === 408) return { kind: "failing" };
  const body = await response.json().catch(() => ({}));
  return { kind: "refused", message: body.message ?? "The service could not take these changes." };
}
