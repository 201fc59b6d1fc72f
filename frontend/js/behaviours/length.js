// Says how long a new password is, as it is typed: length is all that counts, so nothing is said of its characters.

const GOOD = 16;

/** What is said of a password of so many characters, where at least `least` are asked for. */
export function wordsFor(count, least) {
  if (count === 0) return { words: "", state: "none" };
  if (count < least) return { words: `${least - count} more ${least - count === 1 ? "character" : "characters"} needed`, state: "short" };
  return count < GOOD ? { words: "Long enough. Longer is stronger.", state: "enough" } : { words: "A good length", state: "good" };
}

/** An accent counts once, whichever keyboard typed it, and a sign beyond the common ones is one sign too. */
export const lengthOf = (text) => [...text.normalize("NFC")].length;

export function length(box) {
  const field = box.querySelector("input");
  const said = box.querySelector("[data-length]");
  const least = Number(said.dataset.length);
  const say = () => {
    const { words, state } = wordsFor(lengthOf(field.value), least);
    if (said.textContent !== words) said.textContent = words;
    said.dataset.state = state;
    said.hidden = state === "none";
  };
  field.addEventListener("input", say);
  say();
}
