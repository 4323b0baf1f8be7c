// How the guest book is built. `lentil` is a link to the repository around this folder, so Turbopack
// is told to read that far, and to take `convex` from here alone. An app that installed the
// package needs neither.

import { join } from "node:path";
import type { NextConfig } from "next";

const repository = join(import.meta.dirname, "..", "..");

const config: NextConfig = {
  env: {
    NEXT_PUBLIC_CONVEX_URL: process.env.NEXT_PUBLIC_CONVEX_URL ?? "http://127.0.0.1:3210",
  },
  turbopack: {
    root: repository,
    resolveAlias: {
      "convex/server": "./node_modules/convex/dist/esm/server/index.js",
      "convex/values": "./node_modules/convex/dist/esm/values/index.js",
    },
  },
};

export default config;
