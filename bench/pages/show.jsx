// Mounts a page's component under the column's provider.

import { createRoot } from "react-dom/client";
import { ConvexProvider, ConvexReactClient } from "#client";
import { ADDRESS } from "./bench.mjs";

export function show(element) {
  const client = new ConvexReactClient(ADDRESS);
  createRoot(document.querySelector("#root")).render(
    <ConvexProvider client={client}>{element}</ConvexProvider>,
  );
}
