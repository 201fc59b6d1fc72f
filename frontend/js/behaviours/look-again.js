// What waits for something on the server looks again every few seconds, until it waits no more. Only that element is
// replaced, so that nobody loses their place; it is a live region, and says what it has become.

const EVERY = 3_000;
const MOST = 100; // five minutes: an open page is no use of the session for ever

export function lookAgain(element, view = window) {
  let looks = 0;
  const timer = view.setInterval(async () => {
    looks += 1;
    if (looks === MOST) view.clearInterval(timer);
    const page = await fetched(view);
    const now = page?.getElementById(element.id);
    if (!now || now.dataset.behaviour) return;
    view.clearInterval(timer);
    element.replaceChildren(...now.childNodes);
    view.document.title = page.title;
    const heading = view.document.querySelector("h1");
    if (heading) heading.textContent = page.querySelector("h1")?.textContent;
  }, EVERY);
}

async function fetched(view) {
  try {
    const response = await view.fetch(view.location.href);
    return response.ok ? new view.DOMParser().parseFromString(await response.text(), "text/html") : null;
  } catch {
    return null;
  }
}
