// A page with a list as rows, and beside it, where asked for, the same list by useQuery. Counts what renders.
// Owns what is on the page; leaves clients and servers to rig.mjs.

import { render } from "@testing-library/react";
import { memo } from "react";
import { act, h, lentil, rigOf } from "./rig.mjs";

const { ConvexProvider, useQuery, useQueryRows, useRow } = lentil;

export const QUERY = "m:list";

/** A document; `text` is what a page shows of it. */
export const doc = (_id, text = _id) => ({ _id, text });

/** What a page shows of an item, whatever it is. */
export const textOf = (item) => item?.text ?? JSON.stringify(item);

/** An app whose list is `app.list`, changed by `app.list = ...` and `server.change()`. */
export const listApp = (list) => {
  const app = { list, query: () => app.list, mutation: () => null };
  return app;
};

const Row = memo(function Row({ row, seen }) {
  const text = textOf(useRow(row));
  seen.rows.push(text);
  return h("li", null, text);
});

function List({ args, seen }) {
  const rows = useQueryRows(QUERY, args);
  seen.lists.push(rows);
  if (!Array.isArray(rows)) return String(rows);
  return h(
    "ul",
    null,
    rows.map((row) => h(Row, { key: row.key, row, seen })),
  );
}

/** Renders the list of a rig, and `beside` it whatever the test wants. */
export async function shown(rig, { args = {}, wrap = (element) => element, beside } = {}) {
  const seen = { lists: [], rows: [] };
  const since = () => ({ lists: seen.lists.splice(0), rows: seen.rows.splice(0) });
  let last;
  const tree = (given) =>
    wrap(h(ConvexProvider, { client: rig.client }, h(List, { args: given, seen }), beside));
  const page = render(tree(args));
  await rig.settle();
  return {
    ...page,
    again: (given = args) => page.rerender(tree(given)),
    texts: () => textsIn(page.container, "ul"),
    /** The rows that the list was given last. */
    rows() {
      last = seen.lists.at(-1) ?? last;
      return last;
    },
    /** The lists and the texts of the rows that have rendered since the last call. */
    rendered() {
      this.rows();
      return since();
    },
    /** What renders while the list becomes another: how many lists, the texts of which rows. */
    async become(list) {
      this.rendered();
      rig.app.list = list;
      await act(async () => rig.server.change());
      await rig.settle();
      const { lists, rows } = this.rendered();
      return { lists: lists.length, rows };
    },
  };
}

/** The same list as one component that asks by useQuery: what the rows are to show. */
export function Whole() {
  const list = useQuery(QUERY, {});
  if (!Array.isArray(list)) return h("ol", null, String(list));
  return h(
    "ol",
    null,
    list.map((item, at) => h("li", { key: String(at) }, textOf(item))),
  );
}

/** The texts of a list's items. */
export const textsIn = (container, list) =>
  [...container.querySelectorAll(`${list} > li`)].map(({ textContent }) => textContent);

/** A page whose list is there already. */
export async function opened(list, options) {
  const rig = rigOf(lentil, listApp(list));
  const page = await shown(rig, options);
  return { rig, page };
}
