// Unlimited undo in the sitting. A step is one thing a person did, however many rows it touched.

export class UndoStack {
  #done = [];
  #undone = [];
  #same;

  /** `same(a, b)`: whether two rows hold the same. */
  constructor(same) {
    this.#same = same;
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /** Remember one step: [{ number, before, after }, ...]. A step that changed nothing is not kept. */
  push(changes) {
    const kept = changes.filter(({ before, after }) => !this.#same(before, after));
    if (!kept.length) return;
    this.#done.push(kept);
    this.#undone.length = 0;
  }

  /** The changes that take the last step back: [{ number, from, to }], or null. */
  undo() {
    const step = this.#done.pop();
    if (!step) return null;
    this.#undone.push(step);
    return step.map(({ number, before, after }) => ({ number, from: after, to: before }));
  }

  /** The changes that do the step again, or null. */
  redo() {
    const step = this.#undone.pop();
    if (!step) return null;
    this.#done.push(step);
    return step.map(({ number, before, after }) => ({ number, from: before, to: after }));
  }
}

/** Split changes into those that still fit what the row holds now and those that somebody else overtook. */
export function stillFitting(changes, valuesNow, same) {
  const fits = ({ number, from }) => same(valuesNow(number), from);
  return { fitting: changes.filter(fits), overtaken: changes.filter((change) => !fits(change)) };
}
