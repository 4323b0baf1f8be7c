// Page: the long list and a mark beside it, on a connection that ends.

import "./bench.mjs";
import { ListView } from "#list";
import { Mark } from "./mark.jsx";
import { show } from "./show.jsx";

show(
  <>
    <ListView />
    <Mark />
  </>,
);
