"use client";
/**
 * Components of an app under test, without a deployment: what `lentil/testing` exports. No code here.
 */

export { pending } from "./answers.js";
export type { TestAuth } from "./test_account.js";
export {
  type CallAnswer,
  createTestConvex,
  type QueryAnswer,
  type TestConvex,
  type TestConvexOptions,
} from "./test_convex.js";
export { TestConvexProvider } from "./test_convex_provider.js";
export type { TestCall } from "./test_live.js";
