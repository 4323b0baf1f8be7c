/**
 * What `lentil/nextjs` is to code that React Native shares with a server: npm convex's. No code here.
 */

import "./notice.js";

export * from "convex/nextjs";
