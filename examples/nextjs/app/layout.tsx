// The frame of every page. Everything below it has the live client.

import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ConvexClientProvider } from "./convex_client_provider";
import "./styles.css";

export const metadata: Metadata = { title: "Guest book" };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <ConvexClientProvider>{children}</ConvexClientProvider>
      </body>
    </html>
  );
}
