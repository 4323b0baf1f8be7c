// docs/runtimes.md: the table of a whole run, as a page.

import { join } from "node:path";
import { ROOT } from "../../support/paths.mjs";
import { cellsOf, HEADINGS } from "./table.mjs";

export const RUNTIMES_PAGE = join(ROOT, "docs", "runtimes.md");

const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

/** Whether a result keeps the page from being written: a row that failed, or that only this machine kept from running. */
export const isUnforeseen = ({ failure, notRun, mayNotRun }) =>
  Boolean(failure) || (Boolean(notRun) && !mayNotRun);

/** The page's text; `hosts` is what the rows ran in. */
export const pageOf = ({ results, hosts }) => `# Where Lentil runs

Every row that ran is a project of \`tests/packaging/consumers\`: it installs the packed package by npm, talks to the
embedded deployment, and has its tool's default configuration unless a note says otherwise. A row that is \`not run\` says
why. Written on ${new Date().toISOString().slice(0, 10)} by \`npm run test:packaging -- --write-docs\`, which runs all
of it from clean folders; do not edit.

What a row proves, in the project's own code: **live**, a query is subscribed and shows a change; **mutation**, one lands
and answers; **one-shot**, \`fetchQuery\` or \`ConvexHttpClient\` answers; **values**, a bigint beyond 2^53 and text that is
not ASCII arrive whole in both directions. The loader is how the WebAssembly core came there: **inline**, compiled from
text in the JavaScript; **file**, imported as a module; it is left out where it was not seen, and of a page that a server
renders it is the browser's unless the server is named. Pages and programs ran in
${hosts.join(", ")}, tools on that Node, unless the row says otherwise.

${[line(HEADINGS), line(HEADINGS.map(() => "---")), ...results.map(cellsOf).map(line)].join("\n")}
`;
