// A page without React, whose package needs a further plugin of Rollup's.

import { proveProgram } from "./proof/program.js";

const element = document.getElementById("proof");
proveProgram(location.hash.slice(1)).then(
  (proof) => {
    element.textContent = JSON.stringify(proof);
  },
  (error) => {
    element.textContent = JSON.stringify({ error: String(error.stack) });
  },
);
