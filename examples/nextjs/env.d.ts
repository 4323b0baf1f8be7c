// Types of what Next.js brings, such as imported style sheets, and of variables that are always there:
// next.config.ts sets their default.

/// <reference types="next" />
declare namespace NodeJS {
  interface ProcessEnv {
    NEXT_PUBLIC_CONVEX_URL: string;
  }
}
