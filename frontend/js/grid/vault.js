// Unsent work, kept over a reload or a crash: one record per page and person, encrypted by a key that the browser
// keeps and does not hand out. Nothing readable is stored, and signing out clears it all (V14).

const DATABASE = "interchange-outbox";

export class Vault {
  #name;
  #store;
  #crypto;
  #key = null;
  #next = null;
  #writing = null;

  /** `name`: opaque, per sheet and person. `store`: get, put and remove by name, in "keys" and in "work". */
  constructor(name, store, cryptography = globalThis.crypto) {
    this.#name = name;
    this.#store = store;
    this.#crypto = cryptography;
  }

  /** Whether this browser can keep work at all: not without its cryptography, which needs https. */
  get works() {
    return Boolean(this.#store && this.#crypto?.subtle);
  }

  async #ownKey() {
    this.#key ??= await this.#store.get("keys", this.#name);
    if (!this.#key) {
      this.#key = await this.#crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
      await this.#store.put("keys", this.#name, this.#key);
    }
    return this.#key;
  }

  /** The entries kept here; none where there are none, or where they cannot be read any more. */
  async read() {
    if (!this.works) return [];
    const record = await this.#store.get("work", this.#name);
    const key = record && (await this.#store.get("keys", this.#name));
    if (!key) return [];
    try {
      const bytes = await this.#crypto.subtle.decrypt({ name: "AES-GCM", iv: record.iv }, key, record.data);
      return JSON.parse(new TextDecoder().decode(bytes));
    } catch {
      return [];
    }
  }

  /** Keep these entries, in place of the earlier; none removes the record. Writes in a row are drawn together. */
  write(entries) {
    if (!this.works) return Promise.resolve();
    this.#next = entries;
    this.#writing ??= this.#writeAll().finally(() => { this.#writing = null; });
    return this.#writing;
  }

  async #writeAll() {
    while (this.#next) {
      const entries = this.#next;
      this.#next = null;
      if (entries.length) await this.#store.put("work", this.#name, await this.#sealed(entries));
      else await this.#store.remove("work", this.#name);
    }
  }

  async #sealed(entries) {
    const iv = this.#crypto.getRandomValues(new Uint8Array(12));
    const bytes = new TextEncoder().encode(JSON.stringify(entries));
    return { iv, data: await this.#crypto.subtle.encrypt({ name: "AES-GCM", iv }, await this.#ownKey(), bytes) };
  }
}

/** The browser's own database as a store, or null where there is none. */
export async function browserStore() {
  try {
    const database = await opened();
    const run = (mode, area, does) => done(does(database.transaction(area, mode).objectStore(area)));
    return {
      get: (area, name) => run("readonly", area, (store) => store.get(name)),
      put: (area, name, value) => run("readwrite", area, (store) => store.put(value, name)),
      remove: (area, name) => run("readwrite", area, (store) => store.delete(name)),
    };
  } catch {
    return null;
  }
}

function opened() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => ["keys", "work"].forEach((area) => request.result.createObjectStore(area));
  return done(request);
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
