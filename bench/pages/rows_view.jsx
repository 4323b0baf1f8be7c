// The list of all documents by useQueryRows, for `#list`: the same elements as list_view.jsx and row.jsx make. A commit
// that shows news is one of a row here, not of the list.

import { makeFunctionReference } from "convex/server";
import { memo, useLayoutEffect } from "react";
import { useQueryRows, useRow } from "#client";
import { bench } from "./bench.mjs";

const LIST = makeFunctionReference("documents:list");

const Row = memo(function Row({ row }) {
  const item = useRow(row);
  bench.rows++;
  useLayoutEffect(() => bench.onCommit(performance.now()));
  return (
    <li>
      <b>{item.title}</b> <i>{item.author}</i> <span className="cell">{item.votes}</span>
    </li>
  );
});

export function ListView() {
  const rows = useQueryRows(LIST, {});
  bench.lists++;
  if (rows === undefined) return <p>Loading</p>;
  return (
    <ul>
      {rows.map((row) => (
        <Row key={row.key} row={row} />
      ))}
    </ul>
  );
}
