/**
 * Where messages for developers go.
 *
 * Owns: the `logger` option. Leaves to others: what is worth a message.
 */

/** Receives messages; `console` is one. */
export interface Logger {
  log(...args: unknown[]): void;
  warn(...args: unknown[]): void;
  error(...args: unknown[]): void;
  logVerbose(...args: unknown[]): void;
}

/** What a logger of ours does with messages for those who look closely, where nobody does. */
export const UNHEARD = (): void => {};

/** The logger of the options: the given one, silence for `false`, else the console. */
export function makeLogger(option: Logger | boolean | undefined, verbose: boolean): Logger {
  if (typeof option === "object") return option;
  if (option === false) return { log() {}, warn() {}, error() {}, logVerbose: UNHEARD };
  return {
    log: (...args) => console.log(...args),
    warn: (...args) => console.warn(...args),
    error: (...args) => console.error(...args),
    logVerbose: verbose ? (...args) => console.debug(new Date().toISOString(), ...args) : UNHEARD,
  };
}
