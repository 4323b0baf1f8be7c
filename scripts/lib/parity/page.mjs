// The comparison as a page for people: docs/parity.md.

import { inRepo, readJson } from "../repo.mjs";

export const PARITY_PAGE = inRepo("docs", "parity.md");

/** The page's text. */
export function pageOf(entries) {
  const { version } = readJson(inRepo("node_modules", "convex", "package.json"));
  return `# Parity with npm convex ${version}

Every export of npm convex that concerns a client, and whether Lentil has it. Written by \`npm run parity\`, which
compares the two packages as they are installed; do not edit.

* **same**: each type can stand for the other. **wider**: ours can stand for theirs everywhere. **differs**: it cannot
  everywhere; code that uses it as intended still compiles (\`tests/types\`).
  \`ConvexProvider\` and \`useConvex\` differ because the client's class is our own: its private members are others.
* A class is compared by its public members. **run time only**: npm convex exports it without a type.

${entries.map(sectionOf).join("\n")}`;
}

function sectionOf({ entry, rows }) {
  const lines = rows.map((row) => `| \`${row.name}\` | ${row.kind} | ${standing(row)} |`);
  return `## lentil/${entry}\n\n| export | kind | types |\n|---|---|---|\n${lines.join("\n")}\n`;
}

function standing({ isHere, ours, theirs }) {
  if (!isHere) return "**missing**";
  if (ours === undefined) return "";
  if (ours) return theirs ? "same" : "wider";
  return "differs";
}
