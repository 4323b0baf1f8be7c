/**
 * The root of the package: who we are. Everything of use is in `lentil/react`, `lentil/nextjs`,
 * `lentil/browser` and `lentil/values`.
 */

/** Lentil's own version. It never goes over the wire: there we speak as npm convex 1.48.0. */
export const version = "0.1.0";
