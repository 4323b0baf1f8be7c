// The page's start: one client for one deployment, given to every component below it.

import { ConvexProvider, ConvexReactClient } from "lentil/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { ErrorBoundary } from "./error_boundary";
import "./styles.css";

const address = import.meta.env.VITE_CONVEX_URL ?? "http://127.0.0.1:3210";
const client = new ConvexReactClient(address);

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element #root to render into");

createRoot(root).render(
  <StrictMode>
    <ConvexProvider client={client}>
      <ErrorBoundary>
        <App />
      </ErrorBoundary>
    </ConvexProvider>
  </StrictMode>,
);
