// An app with Cache Components; its packages are links to those of examples/nextjs.

export default {
  cacheComponents: true,
  partialPrefetching: true,
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    root: process.env.TURBOPACK_ROOT,
    resolveAlias: {
      "convex/server": "./node_modules/convex/dist/esm/server/index.js",
      "convex/values": "./node_modules/convex/dist/esm/values/index.js",
    },
  },
};
