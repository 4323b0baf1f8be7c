// Puts a page on the screen and takes it away again.

import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";

export interface Page {
  leave(): Promise<void>;
}

export function mount(
  container: Element,
  tree: ReactNode,
  client: { close(): Promise<void> },
): Page {
  const root = createRoot(container);
  root.render(tree);
  return {
    async leave() {
      root.unmount();
      await client.close();
    },
  };
}
