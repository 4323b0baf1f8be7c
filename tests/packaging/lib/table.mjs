// The results of a run as a table: for the terminal, and (docs_page.mjs) for people.

export const HEADINGS = ["environment", "version", "how", "proved", "loader", "result"];

/** The cells of one result, in the order of the headings. */
export function cellsOf({ consumer, version = "", row, proved = [], loader = "", ...rest }) {
  return [consumer, version, row, proved.join(", "), loader, resultOf(rest)];
}

function resultOf({ failure, notRun, lacks = {}, notes }) {
  if (failure) return "FAILED";
  if (notRun) return `not run: ${notRun}`;
  return ["ran", ...lackingOf(lacks), notes].filter(Boolean).join("; ");
}

/** What is not proved, a phrase a reason. */
function lackingOf(lacks) {
  const whatBy = new Map();
  for (const [what, why] of Object.entries(lacks)) {
    whatBy.set(why, [...(whatBy.get(why) ?? []), what]);
  }
  return [...whatBy].map(([why, what]) => `without ${what.join(", ")}: ${why}`);
}

/** The table as text, its columns aligned. */
export function tableOf(results) {
  const lines = [HEADINGS, ...results.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const padded = (line) => line.map((cell, column) => cell.padEnd(widths[column])).join("  ");
  return lines.map((line) => padded(line).trimEnd()).join("\n");
}
