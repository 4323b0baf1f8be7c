// A row as apps write them: memoised on its document. Counts its renders.

import { memo } from "react";
import { bench } from "./bench.mjs";

export const Row = memo(function Row({ item }) {
  bench.rows++;
  return (
    <li>
      <b>{item.title}</b> <i>{item.author}</i> <span className="cell">{item.votes}</span>
    </li>
  );
});
