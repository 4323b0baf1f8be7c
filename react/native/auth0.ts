"use client";
/**
 * What `lentil/react-auth0` is in React Native: npm convex's. No code here.
 */

import "../../js/native/notice.js";

export * from "convex/react-auth0";
