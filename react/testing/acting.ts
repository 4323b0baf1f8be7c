/**
 * Changes as React's tests want them.
 *
 * Owns: `act` around what a test changes, and around what ends later, so that a test finds the page rendered and React
 * warns of nothing.
 */

import * as React from "react";

/** Runs `change`; where React is told that this is a test, it has rendered what comes of it on return. */
export function acting(change: () => void): void {
  // Not in production, and not in the first releases of React 18.
  const act: unknown = Reflect.get(React, "act");
  const isTest = Reflect.get(globalThis, "IS_REACT_ACT_ENVIRONMENT") === true;
  if (isTest && typeof act === "function") act(change);
  else change();
}
