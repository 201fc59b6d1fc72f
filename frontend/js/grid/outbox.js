// Work that the server has not acknowledged. Pure: no clock, no network, no page. One entry per row.
//
// waiting ── take ──> sending ── saved ──> gone
//    ^                   │├─ changed meanwhile, lost, returned ──> waiting
//    │                   │├─ problem ──> problem (held until the row is changed)
//    └──── resolve ──────┘└─ conflict ──> conflict (held until somebody chooses)

export class Outbox {
  #entries = new Map();
  #values;

  /** `values`: what a row holds (same, merge, valuesOf), as a module tells. */
  constructor(values) {
    this.#values = values;
  }

  /** Take in an entry that outlived its page. */
  restore(entry) {
    this.#entries.set(entry.number, { ...entry, sent: null });
  }

  /**
   * What must survive a crash, without names. A row that was on its way may or may not have arrived: it is tried again.
   */
  keep() {
    return [...this.#entries.values()].map(({ sent, theirs, ...entry }) => ({
      ...entry,
      state: entry.state === "sending" ? "waiting" : entry.state,
      tried: sent ? [...entry.tried, sent] : entry.tried,
      theirs: theirs && { ...this.#values.valuesOf(theirs), version: theirs.version, at: theirs.at, state: theirs.state, words: theirs.words },
    }));
  }

  entry(number) {
    return this.#entries.get(number) ?? null;
  }

  numbers() {
    return [...this.#entries.keys()];
  }

  get counts() {
    const counts = { waiting: 0, sending: 0, problem: 0, conflict: 0 };
    for (const { state } of this.#entries.values()) counts[state] += 1;
    return counts;
  }

  get unsent() {
    return this.#entries.size;
  }

  /** The row now holds `values`; `base` and `version` are what the server last told of it. */
  change(number, values, { version, base, source, message = "" }) {
    const before = this.#entries.get(number);
    const entry = before ?? { number, version, base, state: "waiting", sent: null, tried: [], theirs: null };
    this.#entries.set(number, { ...entry, values, source, message, state: stateAfterChange(entry, message) });
    this.#dropIfDone(number);
  }

  #dropIfDone(number) {
    const { state, tried, values, base } = this.#entries.get(number);
    if (state === "waiting" && !tried.length && this.#values.same(values, base)) this.#entries.delete(number);
  }

  /** Up to `limit` waiting rows of one source, now on their way; null when nothing waits. */
  take(limit) {
    const waiting = [...this.#entries.values()].filter(({ state }) => state === "waiting");
    if (!waiting.length) return null;
    const { source } = waiting[0];
    const batch = waiting.filter((entry) => entry.source === source).slice(0, limit);
    for (const entry of batch) this.#put(entry, { state: "sending", sent: entry.values });
    return { source, rows: batch.map(({ number, version, values }) => ({ number, version, ...values })) };
  }

  /** No answer came: the rows may have been saved all the same. */
  lost() {
    this.#everySent((entry) => this.#put(entry, { ...again(entry), tried: [...entry.tried, entry.sent] }));
  }

  /** The server refused the post as a whole: nothing of it was saved. */
  returned() {
    this.#everySent((entry) => this.#put(entry, again(entry)));
  }

  #everySent(does) {
    for (const entry of [...this.#entries.values()]) if (entry.sent) does(entry);
  }

  #put(entry, changes) {
    this.#entries.set(entry.number, { ...entry, ...changes });
  }

  /** The server's answer; returns what became of each row. Rows it did not mention are tried again. */
  answered(rows) {
    const became = rows.filter((row) => this.#entries.get(row.number)?.sent).map((row) => this.#answeredRow(row));
    this.lost();
    return became;
  }

  #answeredRow(row) {
    const entry = this.#entries.get(row.number);
    if (row.outcome === "conflict") return this.#collided(entry, row);
    if (row.outcome === "problem") return this.#faulty(entry, row);
    if (row.outcome === "locked") {
      this.#entries.delete(entry.number);
      return { number: row.number, kind: "locked", row };
    }
    return this.#landed(entry, row);
  }

  #landed(entry, row) {
    const { same, valuesOf } = this.#values;
    const base = valuesOf(row);
    if (same(entry.values, entry.sent) || same(entry.values, base)) {
      this.#entries.delete(entry.number);
      return { number: entry.number, kind: "saved", row };
    }
    this.#put(entry, { ...again(entry), version: row.version, base, tried: [] });
    return { number: entry.number, kind: "resend", row };
  }

  #collided(entry, row) {
    const { merge, same, valuesOf } = this.#values;
    const theirs = valuesOf(row);
    const oursAfterAll = [...entry.tried, entry.sent].some((values) => same(values, theirs));
    if (oursAfterAll) return this.#landed({ ...entry, sent: theirs }, row);
    const { kind, values } = merge(entry.base, entry.values, theirs);
    if (kind === "same") {
      this.#entries.delete(entry.number);
      return { number: entry.number, kind: "saved", row };
    }
    const clash = kind === "conflict";
    const next = clash ? { state: "conflict", sent: null } : again(entry);
    this.#put(entry, { ...next, values, version: row.version, base: theirs, tried: [], theirs: clash ? row : null });
    return { number: entry.number, kind, row };
  }

  #faulty(entry, row) {
    const changedSince = !this.#values.same(entry.values, entry.sent);
    const held = changedSince ? again(entry) : { state: "problem", sent: null, message: row.message };
    this.#put(entry, { ...held, version: row.version ?? entry.version });
    return { number: entry.number, kind: changedSince ? "resend" : "problem", row };
  }

  /** Somebody chose: "mine" is sent over theirs, "theirs" leaves nothing to send. Returns their row. */
  resolve(number, choice) {
    const entry = this.#entries.get(number);
    if (choice === "mine") this.#put(entry, { state: "waiting", theirs: null, source: "typing" });
    else this.#entries.delete(number);
    return entry.theirs;
  }

  forget(number) {
    this.#entries.delete(number);
  }
}

/** A change keeps an open conflict open, and a row on its way stays on its way. */
function stateAfterChange(entry, message) {
  if (entry.state === "conflict" || entry.sent) return entry.state;
  return message ? "problem" : "waiting";
}

/** A row that has come back: to be sent again, or held when what stands in it now is wrong. */
function again(entry) {
  return { state: entry.message ? "problem" : "waiting", sent: null };
}
