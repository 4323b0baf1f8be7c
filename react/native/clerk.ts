"use client";
/**
 * What `lentil/react-clerk` is in React Native: npm convex's. No code here.
 */

import "../../js/native/notice.js";

export * from "convex/react-clerk";
