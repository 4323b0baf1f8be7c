// The measurements as text. Owns the layout; leaves the numbers to whoever measured them.

import { BASE, OURS } from "./columns.mjs";

/** `results`: `{workload, columns: {name: numbers}}`. */
export function timeTable(results, columns) {
  const others = columns.filter(({ name }) => name !== BASE);
  const head = [
    "script / task, ms",
    ...columns.map(({ name }) => name),
    ...others.map(({ name }) => `${BASE}/${name}`),
    `target of ${OURS}`,
    ...columns.map(({ name }) => `rows of ${name}`),
  ];
  const rows = results.map(({ workload, columns: measured }) => [
    workload.title,
    ...columns.map(({ name }) => times(measured[name])),
    ...others.map(({ name }) => ratios(measured[BASE], measured[name])),
    target(workload),
    ...columns.map(({ name }) => rowsPerStep(workload, measured[name])),
  ]);
  return table([head, ...rows]);
}

/** Components that rendered, beside those whose data changed. */
export function renderTable(results, columns) {
  const head = ["components rendered", "changed", ...columns.map(({ name }) => name)];
  const rows = results.map(({ workload, columns: measured }) => [
    workload.title,
    workload.changed,
    ...columns.map(({ name }) => rendersPerStep(workload, measured[name])),
  ]);
  return table([head, ...rows]);
}

const NONE = "–";
const TIMES = ["commit", "script", "task"];

/** What a workload is judged by: call to commit where it has that, script and task otherwise. */
export const judgedBy = (numbers) =>
  numbers.commit === undefined ? ["script", "task"] : ["commit"];

const ms = (value) => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
const times = (own) =>
  own
    ? judgedBy(own)
        .map((name) => ms(own[name]))
        .join(" / ")
    : NONE;

function ratios(base, own) {
  if (!base || !own) return NONE;
  return judgedBy(own)
    .map((name) => `${(base[name] / own[name]).toFixed(1)}x`)
    .join(" / ");
}

const target = ({ target: wanted }) =>
  TIMES.filter((name) => wanted?.[name] !== undefined)
    .map((name) => `${wanted[name]}x`)
    .join(" / ");

const stepsOf = ({ transitions, edits }) => edits?.length ?? Math.max(transitions, 1);
const rowsPerStep = (workload, own) => (own ? count(own.rows / stepsOf(workload)) : NONE);

function rendersPerStep(workload, own) {
  if (!own) return NONE;
  const steps = stepsOf(workload);
  return `${count(own.rows / steps)} rows, ${count(own.lists / steps)} lists`;
}

const count = (value) => String(Math.round(value * 10) / 10);

/** Lines of aligned cells, the first line a heading. */
export function table(rows) {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  const line = (row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at]))
      .join("  ")
      .trimEnd();
  const [head, ...body] = rows;
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [line(head), rule, ...body.map(line)].join("\n");
}
