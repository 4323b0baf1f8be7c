/**
 * What `lentil/browser` is in React Native, which runs no WebAssembly: npm convex's. No code here.
 */

import "./notice.js";

export * from "convex/browser";
