// In the place of client.ts: Lentil's client, for the provider and the hooks of convex/react.

import type { ConvexReactClient } from "convex/react";
import { ConvexReactClient as LentilClient } from "lentil/react";

export const connect = (url: string) =>
  new LentilClient(url, { unsavedChangesWarning: false }) as unknown as ConvexReactClient;
