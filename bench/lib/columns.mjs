// The clients that are compared, one a column. A new one is a row here and a module in bench/clients.
// Owns their names and what their pages are built of. Leaves building to page_build.mjs.

import { join } from "node:path";
import { ROOT } from "../../tests/support/paths.mjs";

const client = (name) => join(ROOT, "bench", "clients", `${name}.mjs`);

/** What everything is divided by. */
export const BASE = "official";
/** What the targets are about. */
export const OURS = "lentil";

/**
 * `lentil`: the folder of the Lentil package that the page is built with; `list`: a view of its own for `#list`; `pages`:
 * those that it is for, all without.
 */
const COLUMNS = [
  { name: BASE, title: "npm convex 1.48", client: client("official") },
  { name: OURS, title: "lentil", client: client("lentil"), lentil: ROOT },
  {
    name: "rows",
    title: "lentil, useQueryRows",
    client: client("rows"),
    lentil: ROOT,
    list: join(ROOT, "bench", "pages", "rows_view.jsx"),
    pages: ["list", "optimistic", "reconnect"],
  },
  {
    name: "worker",
    title: "lentil/worker",
    client: client("worker"),
    lentil: ROOT,
    pages: [
      ...["list", "cards", "counter", "load", "optimistic", "reconnect", "shapes", "window"],
      "live",
    ],
  },
  { name: "floor", title: "floor", client: client("floor") },
  {
    name: "reading",
    title: "floor that reads",
    client: client("reading"),
    pages: ["cards", "counter", "load"],
  },
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

/** Whether a column has to do with a workload. */
export const canPlay = ({ name, pages }, workload) =>
  !workload.without?.includes(name) && (pages === undefined || pages.includes(workload.page));
