"use client";
// What the server preloaded, first as it is, then live: the browser adds a line and waits for both.

import { anyApi } from "convex/server";
import { ConvexProvider, ConvexReactClient, useMutation, usePreloadedQuery } from "lentil/react";
import { useEffect } from "react";
import { loader } from "../../proof/checks.js";

const client = new ConvexReactClient(process.env.NEXT_PUBLIC_CONVEX_URL);
const LINE = { text: "v prohlížeči: العربية e\u0301", count: -9223372036854775808n };

export function Live(props) {
  return (
    <ConvexProvider client={client}>
      <Lines {...props} />
    </ConvexProvider>
  );
}

const PROVED = ["live", "mutation", "one-shot", "values"];

function Lines({ run, fetched, preloaded, server }) {
  const lines = usePreloadedQuery(preloaded);
  const add = useMutation(anyApi.proofs.add);
  useEffect(() => {
    add({ run, ...LINE });
  }, [add, run]);
  const texts = lines.map(({ text, count }) => `${text} ${typeof count} ${count}`);
  const isWhole =
    fetched[0].count === 9007199254740993n &&
    texts.includes("na serveru: 日本語 🐎 bigint 9007199254740993") &&
    texts.includes(`${LINE.text} bigint ${LINE.count}`);
  return (
    <>
      <p id="lines">{texts.join("; ")}</p>
      <pre id="proof">
        {isWhole ? JSON.stringify({ proved: PROVED, loader: loader(), server }) : ""}
      </pre>
    </>
  );
}
