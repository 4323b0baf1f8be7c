// Page: the least app that reads and writes, to see how soon it shows live data.

import { makeFunctionReference } from "convex/server";
import { useLayoutEffect } from "react";
import { useMutation, useQuery } from "#client";
import { bench } from "./bench.mjs";
import { show } from "./show.jsx";

const GET = makeFunctionReference("counter:get");
const ADD = makeFunctionReference("counter:add");

function Counter() {
  const value = useQuery(GET, {});
  const add = useMutation(ADD);
  useLayoutEffect(() => {
    if (value !== undefined) bench.liveAt ??= performance.now();
  }, [value]);
  return (
    <button type="button" onClick={() => add({ by: 1 })}>
      {value === undefined ? "…" : <span className="cell">{value}</span>}
    </button>
  );
}

show(<Counter />);
