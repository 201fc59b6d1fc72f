// The figures at the foot and the counts, from the server's answers.

import { h } from "../dom.js";

/** Write what an answer says into the page. */
export function showFigures(page, { figures, warnings, others }) {
  if (figures) {
    for (const place of page.querySelectorAll("#sheet-figures [data-figure]")) {
      place.textContent = figureText(figures[place.dataset.figure]);
    }
    write(page, "#count-entered", figures.entered);
    write(page, "#count-checked", figures.checked);
  }
  if (warnings) page.querySelector("#sheet-warnings")?.replaceChildren(...warnings.map((words) => h("li", {}, words)));
  if (others) write(page, "#sheet-others", othersWords(others));
}

function write(page, place, text) {
  const element = page.querySelector(place);
  if (element && text !== undefined) element.textContent = text;
}

export function figureText(figure) {
  return figure === "" || figure === null || figure === undefined ? "–" : String(figure);
}

/** Who else is on the sheet. */
export function othersWords(others) {
  return others.length ? `Also here: ${others.join(", ")}` : "";
}
