// The recipe of docs/migration.md, which the test puts beside this file, and what this folder needs: its packages
// are links, and what is built is looked at by its source maps.

import type { NextConfig } from "next";
import recipe from "./recipe";

export default {
  productionBrowserSourceMaps: true,
  turbopack: { ...recipe.turbopack, root: process.env.TURBOPACK_ROOT },
  // With the recipe and without it: Turbopack takes the sources that lie beside what this package exports.
  transpilePackages: ["convex-helpers"],
  typescript: { ignoreBuildErrors: true },
} satisfies NextConfig;
