// The page, in StrictMode as create-vite has it.

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ProofPage } from "./proof/page.js";

createRoot(document.getElementById("root")).render(
  <StrictMode>
    <ProofPage url={location.hash.slice(1)} />
  </StrictMode>,
);
