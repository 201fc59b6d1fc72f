// What is asked of the server about text pasted into a mark sheet.

import { linesOf } from "../grid/paste.js";

/**
 * What the server is asked to preview. Several columns go as they are; so does one column while all rows are shown in
 * order of number (`plain`), with the candidate it starts from. Else one column is laid onto the rows as they are shown,
 * each value with its candidate's number: the server cannot know that order. `beyond`: values past the last row.
 */
export function forPreview(text, { numbers, heading, plain }) {
  const lines = linesOf(text);
  if (text.includes("\t") || plain) return { asked: { text: lines.join("\n"), start: numbers[0] }, beyond: [], note: "" };
  const values = isHeading(lines[0], lines.length === numbers.length + 1) ? lines.slice(1) : lines;
  const matched = values.slice(0, numbers.length).map((value, index) => `${numbers[index]}\t${value.trim()}`);
  return {
    asked: { text: [`Candidate number\t${heading}`, ...matched].join("\n") },
    beyond: values.slice(numbers.length),
    note: `The values were matched by position: to the rows as they are shown, from candidate ${numbers[0]} down. Look at the names before you accept.`,
  };
}

/** A heading taken for a value would move every mark by a candidate; so would a value taken for a heading. */
function isHeading(line, oneTooMany) {
  const word = line.trim();
  const noValue = word !== "" && !/^[\d.]+$/u.test(word) && !/^(a|abs|absent)$/iu.test(word);
  return noValue && (oneTooMany || /\p{L}{3}/u.test(word));
}
