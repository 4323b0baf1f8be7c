// The clients that are compared, one a column. A new one is a row here and a module in bench/clients.
// Owns their names and what their pages are built of. Leaves building to page_build.mjs.

import { join } from "node:path";
import { ROOT } from "../../tests/support/paths.mjs";

const client = (name) => join(ROOT, "bench", "clients", `${name}.mjs`);

/** What everything is divided by. */
export const BASE = "official";
/** What the targets are about. */
export const OURS = "lentil";

/** `lentil`: the folder of the Lentil package that the page is built with; `list`: a view of its own for `#list`. */
const COLUMNS = [
  { name: BASE, title: "npm convex 1.48", client: client("official") },
  { name: OURS, title: "lentil", client: client("lentil"), lentil: ROOT },
  { name: "floor", title: "floor", client: client("floor") },
];

/** The columns asked for, and one per build that was handed in. */
export function columnsFor({ columns, builds }) {
  const chosen = COLUMNS.filter(({ name }) => columns === undefined || columns.includes(name));
  const others = builds.map(({ name, folder }) => ({
    name,
    title: name,
    client: client("lentil"),
    lentil: folder,
  }));
  return [...chosen, ...others];
}
