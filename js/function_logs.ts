/**
 * The `console` lines of functions.
 *
 * Owns: their form in the app's console, which is npm convex's.
 */

import type { FunctionLetter } from "./function_errors.js";
import type { Logger } from "./logger.js";

/** Prints a function's lines. */
export function logFunctionLines(
  logger: Pick<Logger, "log" | "error">,
  letter: FunctionLetter,
  path: string,
  lines: string[],
): void {
  for (const line of lines) {
    const [, level, text] = /^\[(.*?)\] ([\s\S]*)$/.exec(line) ?? [];
    if (level === undefined) {
      logger.error(`[CONVEX ${letter}(${path})] Could not parse console.log`);
    } else {
      logger.log(`%c[CONVEX ${letter}(${path})] [${level}]`, "color:rgb(0, 145, 255)", text);
    }
  }
}
