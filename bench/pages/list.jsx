// Page: one long list.

import "./bench.mjs";
import { ListView } from "#list";
import { show } from "./show.jsx";

show(<ListView />);
