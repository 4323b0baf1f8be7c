// The comparison as a page for people: docs/parity.md.

import { inRepo, readJson } from "../repo.mjs";
import { LEFT_OUT } from "./left_out.mjs";

export const PARITY_PAGE = inRepo("docs", "parity.md");

/** The page's text. */
export function pageOf(entries) {
  const { version } = readJson(inRepo("node_modules", "convex", "package.json"));
  return `# Parity with npm convex ${version}

Every export of npm convex that concerns a client, and whether Lentil has it. Written by \`npm run parity\`, which
compares the two packages as they are installed; do not edit.

* **same**: each type can stand for the other. **wider**: ours can stand for theirs everywhere. **differs**: it cannot
  everywhere; code that uses it as intended still compiles (\`tests/types\`).
* A class is compared by its public members, by what its constructor takes and by what is static. Two classes with
  private members never stand for each other in TypeScript, so an export that takes or gives a class of the package
  differs: "the \`BaseConvexClient\` of each package".
* The last column names members. \`a()\` is what \`a\` gives, \`a(b)\` its parameter \`b\`. **lacks**: npm convex has it, Lentil
  does not; such a member fails \`npm test\`. **unlike**: in one direction at least, one cannot stand for the other.
  **also has**: Lentil alone has it, or npm convex's types do not name it. **left out**: npm convex calls it internal
  and does not name it in its types.
* **run time only**: npm convex exports it without a type.

${entries.map(sectionOf).join("\n")}
${leftOut(entries)}`;
}

/** Only what is left out indeed: the list may allow for more. */
function leftOut(entries) {
  const lines = entries.flatMap(({ rows }) =>
    rows.flatMap(({ name, internal = [] }) =>
      internal.map((member) => `| \`${name}.${member}\` | ${LEFT_OUT[name][member]} |`),
    ),
  );
  return `## Left out\n\n| method | why |\n|---|---|\n${lines.join("\n")}\n`;
}

function sectionOf({ entry, rows }) {
  const lines = rows.map((row) => `| ${cellsOf(row).join(" | ")} |`);
  return `## lentil/${entry}\n\n| export | kind | types | members |\n|---|---|---|---|\n${lines.join("\n")}\n`;
}

const cellsOf = (row) => [code(row.name), row.kind, standing(row), membersOf(row)];

function standing({ isHere, ours, theirs }) {
  if (!isHere) return "**missing**";
  if (ours === undefined) return "";
  if (ours) return theirs ? "same" : "wider";
  return "differs";
}

/** Why it is not the same, and what the types alone do not show. */
function membersOf({ missing = [], other = [], more = [], internal = [] }) {
  const unlike = other.map(({ path, why }) => `${code(path)} (${escaped(why)})`);
  const parts = [
    ["**lacks**", missing.map(code)],
    ["unlike", unlike],
    ["also has", more.map(code)],
    ["left out", internal.map(code)],
  ];
  const said = parts.filter(([, members]) => members.length > 0);
  return said.map(([what, members]) => `${what}: ${members.join(", ")}`).join("; ");
}

const code = (name) => `\`${name}\``;

/** A bar would end the cell. */
const escaped = (text) => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
