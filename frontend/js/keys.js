// Every key the pages answer to, in one registry: the list behind `?` is made from it.

const registry = [];

/** Add keys: { where, keys: ["Ctrl+S"], does: "Save now", single: true for a key without Ctrl or Alt that may be off }. */
export function register(...entries) {
  registry.push(...entries);
}

/** The registry by place, in the order of registration. */
export function registered() {
  const places = new Map();
  for (const entry of registry) places.set(entry.where, [...(places.get(entry.where) ?? []), entry]);
  return places;
}

/** A key press as it is written in the registry: "Ctrl+Shift+Z"; Cmd counts as Ctrl. Shift is left out of "?". */
export function keyName({ key, code = "", ctrlKey, metaKey, altKey, shiftKey }) {
  const letter = altKey && code.startsWith("Key") ? code.slice(3) : key.toUpperCase(); // Alt+H writes a sign on a Mac
  const named = key === " " ? "Space" : key.length === 1 ? letter : key.replace(/^Arrow/u, "");
  const shiftSays = shiftKey && (key.length > 1 || /[a-z]/iu.test(key) || key === " ");
  return [
    (ctrlKey || metaKey) && "Ctrl",
    altKey && "Alt",
    shiftSays && "Shift",
    named,
  ].filter(Boolean).join("+");
}

/** Whether key presses at this element are typing, so that no key of the page may act. */
export function isTyping(element) {
  return Boolean(element?.closest?.("input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]"));
}
