// The client of every page. The wiring that leaves convex/react as it is has lentil_client.ts in its place.

import { ConvexReactClient } from "convex/react";

export const connect = (url: string) =>
  new ConvexReactClient(url, { unsavedChangesWarning: false });
