"use client";
/**
 * What `lentil/react` is in React Native, which runs no WebAssembly: npm convex's, and rows on top of it. No code here.
 */

import "../../js/native/notice.js";

export * from "convex/react";
export { useQueryRows, useRow } from "./use_query_rows.js";
