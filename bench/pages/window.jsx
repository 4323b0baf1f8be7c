// Page: a very long list of which only the first rows are shown, as apps with such lists do.

import { makeFunctionReference } from "convex/server";
import { useQuery } from "#client";
import { WINDOW } from "../workloads/list.mjs";
import { bench } from "./bench.mjs";
import { Row } from "./row.jsx";
import { show } from "./show.jsx";

const LIST = makeFunctionReference("documents:list");

function Window() {
  const list = useQuery(LIST, {});
  bench.lists++;
  if (list === undefined) return <p>Loading</p>;
  return (
    <ul>
      {list.slice(0, WINDOW).map((item) => (
        <Row key={item._id} item={item} />
      ))}
    </ul>
  );
}

show(<Window />);
