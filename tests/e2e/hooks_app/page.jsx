// One of the screens, in StrictMode, on a client of the deployment at the page's own address. Bundled by hooks_site.mjs.
// Owns what is beside a screen: its commits, the mark. Leaves to others: what a screen does.

import { Profiler, StrictMode, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { ConvexProvider, ConvexReactClient, useMutation } from "../../../dist/react/index.js";
import * as concurrent from "./concurrent.jsx";
import * as screens from "./screens.jsx";

const Screen = { ...screens, ...concurrent }[new URLSearchParams(location.search).get("screen")];
const client = new ConvexReactClient(location.origin);
globalThis.commits = [];

const remember = () => {
  globalThis.commits.push(document.getElementById("screen").textContent);
};

/** Sends from an effect: whatever effects had to send before has been sent before it. */
function Mark() {
  const [asked, setAsked] = useState(0);
  const [marks, setMarks] = useState(0);
  const mark = useMutation("m:mark");
  useEffect(() => {
    if (asked > 0) mark().then(() => setMarks(asked));
  }, [asked, mark]);
  return (
    <footer>
      <button type="button" onClick={() => setAsked(asked + 1)}>
        mark
      </button>
      <p>marks: {marks}</p>
    </footer>
  );
}

// At the root: React mounts twice what StrictMode stands right above.
const page = (
  <StrictMode>
    <ConvexProvider client={client}>
      <Profiler id="screen" onRender={remember}>
        <Screen />
      </Profiler>
      <Mark />
    </ConvexProvider>
  </StrictMode>
);

// A boundary's screen shows what it caught; React need not say it again.
createRoot(document.getElementById("root"), { onCaughtError: () => {} }).render(page);
