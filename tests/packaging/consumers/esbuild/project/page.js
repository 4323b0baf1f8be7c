// The page.

import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { ProofPage } from "./proof/page.js";

const page = createElement(ProofPage, { url: location.hash.slice(1) });
createRoot(document.getElementById("root")).render(page);
