/**
 * Who develops for React Native is told once that Lentil stands aside there.
 *
 * Owns: that, at import.
 */

declare const __DEV__: boolean | undefined;
declare const process: { env: { NODE_ENV?: string } };

/** On the global object: `require` and `import` have a module each. */
const TOLD = Symbol.for("lentil.native");

/** React Native defines the first; a server or a test that resolves as it does has the second. */
const isDevelopment =
  typeof __DEV__ === "undefined" ? process.env.NODE_ENV !== "production" : __DEV__;

const told = globalThis as { [TOLD]?: boolean };

if (isDevelopment && !told[TOLD]) {
  told[TOLD] = true;
  console.warn(
    "Lentil: React Native does not run Lentil's core, so lentil/react and the like are npm convex's convex/react and the like " +
      "here. The app works as it does without Lentil. (Said once, in development.)",
  );
}
