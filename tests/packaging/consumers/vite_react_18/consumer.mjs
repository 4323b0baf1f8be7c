// Vite with React 18.

import { rows } from "../vite/consumer.mjs";

export default { name: "Vite, React 18", package: "vite", rows };
