// The page: a client, its provider, the app.

import { ConvexProvider, ConvexReactClient } from "convex/react";
import { createRoot } from "react-dom/client";
import { Todos } from "./todos";

export function open(container: Element, { url }: { url: string }) {
  const convex = new ConvexReactClient(url, { unsavedChangesWarning: false });
  const root = createRoot(container);
  root.render(
    <ConvexProvider client={convex}>
      <Todos />
    </ConvexProvider>,
  );
  return {
    async leave() {
      root.unmount();
      await convex.close();
    },
  };
}
