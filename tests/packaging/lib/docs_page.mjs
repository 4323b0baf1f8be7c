// docs/runtimes.md: the table of a whole run, as a page.

import { join } from "node:path";
import { ROOT } from "../../support/paths.mjs";
import { cellsOf, HEADINGS } from "./table.mjs";

export const RUNTIMES_PAGE = join(ROOT, "docs", "runtimes.md");

const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

/** The page's text; `hosts` is what the rows ran in. */
export const pageOf = ({ results, hosts }) => `# Where Lentil runs

Every row is a project of \`tests/packaging/consumers\`: it installs the packed package by npm, has its tool's default
configuration, and talks to the embedded deployment. Written on ${new Date().toISOString().slice(0, 10)} by
\`npm run test:packaging -- --write-docs\`, which runs all of it from clean folders; do not edit.

What a row proves, in the project's own code: **live**, a query is subscribed and shows a change; **mutation**, one lands
and answers; **one-shot**, \`fetchQuery\` or \`ConvexHttpClient\` answers; **values**, a bigint beyond 2^53 and text that is
not ASCII arrive whole in both directions. The loader is how the WebAssembly core came there: **inline**, compiled from
text in the JavaScript; **file**, imported as a module. Pages and programs ran in ${hosts.join(", ")}, tools on that Node,
unless the row says otherwise.

${[line(HEADINGS), line(HEADINGS.map(() => "---")), ...results.map(cellsOf).map(line)].join("\n")}
`;
