// Page: many components, each with a small query of its own.

import { makeFunctionReference } from "convex/server";
import { useQuery } from "#client";
import { bench } from "./bench.mjs";
import { show } from "./show.jsx";

const GET = makeFunctionReference("documents:get");
const COUNT = Number(new URLSearchParams(location.search).get("count"));
const IDS = Array.from({ length: COUNT }, (_, id) => id);

function Card({ id }) {
  const item = useQuery(GET, { id });
  bench.rows++;
  if (item === undefined) return null;
  return (
    <li>
      <b>{item.title}</b> <span className="cell">{item.votes}</span>
    </li>
  );
}

function Cards() {
  bench.lists++;
  return (
    <ul>
      {IDS.map((id) => (
        <Card key={id} id={id} />
      ))}
    </ul>
  );
}

show(<Cards />);
