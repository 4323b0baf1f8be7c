"use client";

// What the server has preloaded, and what is live in the browser by a hook of convex-helpers.

import { type Preloaded, usePreloadedQuery } from "convex/react";
import { useQuery } from "convex-helpers/react";
import { api } from "../api";

export function Live({ preloaded }: { preloaded: Preloaded<typeof api.numbers.get> }) {
  const { status } = useQuery(api.numbers.get, { name: "next" });
  return <p>{`preloaded ${usePreloadedQuery(preloaded)}, live ${status}`}</p>;
}
