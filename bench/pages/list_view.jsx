// The list of all documents, by one query. A column may bring a view of its own for `#list`.

import { makeFunctionReference } from "convex/server";
import { useLayoutEffect } from "react";
import { useQuery } from "#client";
import { bench } from "./bench.mjs";
import { Row } from "./row.jsx";

const LIST = makeFunctionReference("documents:list");

export function ListView() {
  const list = useQuery(LIST, {});
  bench.lists++;
  useLayoutEffect(() => bench.onCommit(performance.now()));
  if (list === undefined) return <p>Loading</p>;
  return (
    <ul>
      {list.map((item) => (
        <Row key={item._id} item={item} />
      ))}
    </ul>
  );
}
