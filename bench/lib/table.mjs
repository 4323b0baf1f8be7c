// The results as text. Owns the layout; leaves the numbers to whoever measured them.

import { BASE, OURS } from "./columns.mjs";

export function workloadTable(results, columns) {
  const rows = results.map(({ workload, columns: measured }) => [
    workload.title,
    ...columns.map(({ name }) => `${ms(measured[name].script)} / ${ms(measured[name].task)}`),
    ...columns.slice(1).map(({ name }) => ratios(measured[BASE], measured[name])),
    `${workload.target.script}x / ${workload.target.task}x`,
    ...columns.map(({ name }) => rowsPerStep(workload, measured[name])),
  ]);
  const head = [
    "script / task, ms",
    ...columns.map(({ name }) => name),
    ...columns.slice(1).map(({ name }) => `${BASE}/${name}`),
    `target ${BASE}/${OURS}`,
    ...columns.map(({ name }) => `rows ${name}`),
  ];
  return table([head, ...rows]);
}

const ms = (value) => value.toFixed(value < 100 ? 1 : 0);
const ratio = (base, value) => `${(base / value).toFixed(1)}x`;
const ratios = (base, own) => `${ratio(base.script, own.script)} / ${ratio(base.task, own.task)}`;

/** Rows rendered per transition. */
const rowsPerStep = ({ transitions }, { rows }) => (rows / Math.max(transitions, 1)).toFixed(1);

/** Lines of aligned cells, the first line a heading. */
export function table(rows) {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  const line = (row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at]))
      .join("  ")
      .trimEnd();
  const [head, ...body] = rows;
  return [line(head), widths.map((width) => "-".repeat(width)).join("  "), ...body.map(line)].join(
    "\n",
  );
}
