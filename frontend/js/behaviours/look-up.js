// Asks the search for what is being typed: after a pause, the newest question only, and an answer that comes late is dropped.

const PAUSE = 180;
const SHORTEST = 2;

/** A function that is given each text as it is typed, and hands what was found to `show`; nothing for too short a text. */
export function lookUp(address, show, { fetch = globalThis.fetch.bind(globalThis), wait = setTimeout, stop = clearTimeout } = {}) {
  let timer = null;
  let newest = 0;
  const ask = async (text, turn) => {
    const found = await answered(fetch, `${address}?q=${encodeURIComponent(text)}`);
    if (turn === newest) show(found);
  };
  return (typed) => {
    const text = typed.trim();
    newest += 1;
    stop(timer);
    if (text.length < SHORTEST) show([]);
    else timer = wait(ask, PAUSE, text, newest);
  };
}

async function answered(fetch, address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : [];
  } catch {
    return [];
  }
}
