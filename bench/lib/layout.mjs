// Numbers as cells, and cells as a table. Owns the layout of text; leaves what is shown to report.mjs.

export const NONE = "–";

export const ms = (value) => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
export const mb = (bytes) => (bytes / 1e6).toFixed(1);
export const kb = (bytes) => (bytes / 1000).toFixed(1);
export const count = (value) => String(Math.round(value * 10) / 10);
export const times = (base, value) => `${(base / value).toFixed(1)}x`;

/** Lines of aligned cells, the first line a heading. */
export function table(rows) {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  const line = (row) => `| ${row.map((cell, at) => cell.padEnd(widths[at])).join(" | ")} |`;
  const [head, ...body] = rows;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return [line(head), rule, ...body.map(line)].join("\n");
}
