// The measurements as tables, one per question. Owns what is asked; leaves numbers to whoever measured them and the
// look to layout.mjs.

import { BASE, OURS } from "./columns.mjs";
import { count, kb, mb, ms, NONE, table, times } from "./layout.mjs";
import { kindOf, linesOf, stepsOf } from "./lines.mjs";

/** `results`: `{workload, columns: {name: numbers}}`, in the order of the tables. */
export const report = (results, columns) =>
  [...tablesByKind(results, columns).values()].join("\n\n");

/** `kind: table` of every kind that was measured. */
export function tablesByKind(results, columns) {
  const tables = TABLES.flatMap(({ kind, head, row }) => {
    const own = results.filter(({ workload }) => kindOf(workload) === kind);
    const shown = columns.filter(({ name }) => own.some((result) => result.columns[name]));
    if (own.length === 0) return [];
    const rows = own.flatMap((result) =>
      linesOf(result.workload, result.columns).map((line) => [
        line.title,
        ...row(result, shown, line),
      ]),
    );
    return [[kind, table([head(shown), ...rows])]];
  });
  return new Map(tables);
}

const others = (columns) => columns.filter(({ name }) => name !== BASE);
const names = (columns) => columns.map(({ name }) => name);
const each = (columns, measured, cell) =>
  columns.map(({ name }) => (measured[name] ? cell(measured[name], measured[BASE]) : NONE));

const TABLES = [
  {
    kind: "time",
    head: (columns) => [
      "script / task, ms",
      ...names(columns),
      ...names(others(columns)).map((name) => `${BASE} / ${name}`),
      `target of ${OURS}`,
      ...names(columns).map((name) => `rows, ${name}`),
    ],
    row: ({ workload, columns: measured }, columns, { judged, per, countsRows }) => [
      ...each(columns, measured, (own) => judged.map((name) => ms(own[name] / per)).join(" / ")),
      ...each(others(columns), measured, ratios(judged)),
      targets(judged, workload.target),
      ...each(columns, measured, ({ rows }) =>
        countsRows ? count(rows / stepsOf(workload)) : NONE,
      ),
    ],
  },
  {
    kind: "renders",
    head: (columns) => ["components rendered a step", "changed", ...names(columns)],
    row: ({ workload, columns: measured }, columns) => [
      workload.changed,
      ...each(columns, measured, ({ rows, lists }) => {
        const steps = stepsOf(workload);
        return `${count(rows / steps)} rows, ${count(lists / steps)} lists`;
      }),
    ],
  },
  {
    kind: "growth",
    head: (columns) => [
      "script / task a transition, ms",
      ...names(columns),
      ...names(others(columns)).map((name) => `${BASE} / ${name}`),
    ],
    row: ({ workload, columns: measured }, columns, { judged }) => [
      ...each(columns, measured, (own) =>
        judged.map((name) => ms(own[name] / stepsOf(workload))).join(" / "),
      ),
      ...each(others(columns), measured, ratios(judged)),
    ],
  },
  {
    kind: "memory",
    head: (columns) => [
      "JS heap + wasm, MB",
      ...names(columns),
      ...names(others(columns)).map((name) => `${name} / ${BASE}`),
      "target",
    ],
    row: ({ workload, columns: measured }, columns) => [
      ...each(columns, measured, ({ heap, wasm }) => `${mb(heap)} + ${mb(wasm)}`),
      ...each(others(columns), measured, (own, base) => times(memoryOf(own), memoryOf(base))),
      `at most ${workload.target.memory}x`,
    ],
  },
  {
    kind: "micro",
    head: (columns) => [
      "CPU a frame, ms",
      ...names(columns).map((name) => `${name}: nothing changed`),
      ...names(columns).map((name) => `${name}: one changed`),
      ...names(columns).map((name) => `${name}: reading, GB/s`),
      "a plain copy, GB/s",
      "JSON.parse, GB/s",
    ],
    row: ({ columns: measured }, columns) => {
      const speed = (name) => (own) => (own.bytes / own[name]).toFixed(2);
      const any = measured[columns[0].name];
      return [
        ...each(columns, measured, ({ same }) => ms(same / 1e6)),
        ...each(columns, measured, ({ change }) => ms(change / 1e6)),
        ...each(columns, measured, speed("scan")),
        ...[speed("copy")(any), speed("parse")(any)],
      ];
    },
  },
  {
    kind: "native",
    head: () => [
      "the core alone, natively",
      "µs a frame",
      "GB/s",
      "a plain copy, GB/s",
      "instructions a frame",
      "a result",
      "a byte",
    ],
    row: ({ columns: measured }) => {
      const { ns, copy, bytes, results, instructions } = measured[OURS];
      const per = (what) => (instructions ? whole(instructions / what) : NONE);
      return [ms(ns / 1000), ms(bytes / ns), ms(bytes / copy), per(1), per(results), per(bytes)];
    },
  },
  {
    kind: "fetch",
    head: (columns) => [
      "p50 / p99, ms; calls/s; CPU, ms",
      ...names(columns),
      ...names(others(columns)).map((name) => `${BASE} / ${name}: p50, p99, calls/s, CPU`),
    ],
    row: ({ columns: measured }, columns) => [
      ...each(columns, measured, ({ p50, p99, perSecond, cpu }) =>
        [`${ms(p50)} / ${ms(p99)}`, Math.round(perSecond), ms(cpu)].join("; "),
      ),
      ...each(others(columns), measured, (own, base) =>
        [
          times(base.p50, own.p50),
          times(base.p99, own.p99),
          times(own.perSecond, base.perSecond),
          times(base.cpu, own.cpu),
        ].join(" "),
      ),
    ],
  },
  {
    kind: "import",
    head: (columns) => [
      "ms to import, ms to the first answer",
      ...names(columns),
      ...names(others(columns)).map((name) => `${name} later by`),
      "target",
    ],
    row: ({ workload, columns: measured }, columns) => [
      ...each(columns, measured, ({ imported, answered }) => `${ms(imported)}, ${ms(answered)}`),
      ...each(others(columns), measured, (own, base) =>
        [own.imported - base.imported, own.answered - base.answered].map(ms).join(", "),
      ),
      `at most ${workload.target.later}`,
    ],
  },
  {
    kind: "live",
    head: (columns) => [
      "ms from navigation",
      ...names(columns),
      ...names(others(columns)).map((name) => `${name} later by`),
      "target",
    ],
    row: ({ workload, columns: measured }, columns) => [
      ...each(columns, measured, ({ live, code }) => `${ms(live)} (page of ${kb(code)} KB gzip)`),
      ...each(others(columns), measured, (own, base) => ms(own.live - base.live)),
      `at most ${workload.target.later}`,
    ],
  },
];

const whole = (number) => (number < 100 ? count(number) : Math.round(number).toLocaleString("en"));

const memoryOf = ({ heap, wasm }) => heap + wasm;

const ratios = (judged) => (own, base) =>
  base ? judged.map((name) => times(base[name], own[name])).join(" / ") : NONE;

/** What is aimed for, of what a line is judged by. */
function targets(judged, target = {}) {
  if (!judged.some((name) => name in target)) return NONE;
  return judged.map((name) => (name in target ? `${target[name]}x` : NONE)).join(" / ");
}
