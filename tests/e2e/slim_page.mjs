// A page that loads the core itself, as a file beside it, and shows one query by the hooks of `lentil/react`. Bundled by
// slim_site.mjs; the deployment's address is what follows # in the page's own.

import { ConvexProvider, useQuery } from "lentil/react";
import { ConvexReactClient, initLentil } from "lentil/slim";
import wasm from "lentil/wasm";
import { createElement as h } from "react";
import { createRoot } from "react-dom/client";

const { compileStreaming } = WebAssembly;
let streamed = 0;
WebAssembly.compileStreaming = (response) => {
  streamed += 1;
  return compileStreaming.call(WebAssembly, response);
};

function People() {
  const people = useQuery("users:list", {});
  const text = people === undefined ? "loading" : `${people.length} people, ${streamed} streamed`;
  return h("p", { role: "status" }, text);
}

const root = createRoot(document.getElementById("root"));
try {
  await initLentil(wasm);
  const client = new ConvexReactClient(location.hash.slice(1));
  root.render(h(ConvexProvider, { client }, h(People)));
} catch (error) {
  root.render(h("p", { role: "alert" }, error.message));
}
