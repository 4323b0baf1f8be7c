// Page: a list that loads. Its rows are as light as rows can be, so that React's work hides little of the client's.

import { makeFunctionReference } from "convex/server";
import { memo } from "react";
import { useQuery } from "#client";
import { bench } from "./bench.mjs";
import { show } from "./show.jsx";

const LIST = makeFunctionReference("documents:list");

const LightRow = memo(function LightRow({ item }) {
  bench.rows++;
  return (
    <li title={item.title} className="cell">
      {item.votes}
    </li>
  );
});

function LoadingList() {
  const list = useQuery(LIST, {});
  bench.lists++;
  if (list === undefined) return <p>Loading</p>;
  return (
    <ul>
      {list.map((item) => (
        <LightRow key={item._id} item={item} />
      ))}
    </ul>
  );
}

show(<LoadingList />);
