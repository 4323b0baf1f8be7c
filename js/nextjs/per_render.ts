/**
 * What a render of React on a server has in common.
 *
 * Owns: the way to React's `cache`, which React has under the condition `react-server` alone; so package.json chooses
 * this file there (`#per-render`) and `per_call.ts` elsewhere.
 */

import * as React from "react";

/** The same value all through a render, and outside of any a new one each time. None where this React has no `cache`. */
export const perRender: (<T>(make: () => T) => () => T) | undefined = React.cache;
