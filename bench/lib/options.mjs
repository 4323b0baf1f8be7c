// The command line of `npm run bench`. Owns what may be asked for; leaves to the workloads what it means.

import { parseArgs } from "node:util";
import { RESULTS } from "./save.mjs";

export const USAGE = `npm run bench -- [--repeats N] [--only WORKLOAD,...] [--columns NAME,...] [--build NAME=FOLDER]...
  --repeats   runs per client and workload; the table shows medians (5)
  --only      workloads whose name begins so
  --columns   clients to measure (all)
  --build     one more column: the Lentil package of FOLDER (its package.json and dist/)
  --headed    shows the browser
  --out       the folder for latest.json and chart.svg (bench/results)
  --write-docs  measures nothing: writes the tables of BENCHMARKS.md from bench/results/latest.json
  --no-save   leaves bench/results as it is, as a run of chosen workloads or columns does without --out`;

export function readOptions(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      repeats: { type: "string", default: "5" },
      only: { type: "string" },
      columns: { type: "string" },
      build: { type: "string", multiple: true, default: [] },
      out: { type: "string" },
      "write-docs": { type: "boolean", default: false },
      headed: { type: "boolean", default: false },
      "no-save": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const names = (text) => text?.split(",").filter((name) => name !== "");
  const repeats = Number(values.repeats);
  if (!Number.isInteger(repeats) || repeats < 1) throw new Error(`--repeats ${values.repeats}?`);
  return {
    repeats,
    only: names(values.only),
    columns: names(values.columns),
    builds: values.build.map((text) => {
      const [name, folder] = text.split("=");
      if (!folder) throw new Error(`--build ${text}: NAME=FOLDER`);
      return { name, folder };
    }),
    isHeaded: values.headed,
    folder: values.out ?? RESULTS,
    isWritingDocs: values["write-docs"],
    isSaved:
      !values["no-save"] &&
      (values.out !== undefined || (!values.only && !values.columns && values.build.length === 0)),
    wantsHelp: values.help,
  };
}
