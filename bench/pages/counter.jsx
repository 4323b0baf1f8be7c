// Page: one number.

import { makeFunctionReference } from "convex/server";
import { useQuery } from "#client";
import { bench } from "./bench.mjs";
import { show } from "./show.jsx";

const GET = makeFunctionReference("counter:get");

function Counter() {
  const value = useQuery(GET, {});
  bench.rows++;
  return value === undefined ? <p>Loading</p> : <p className="cell">{value}</p>;
}

show(<Counter />);
