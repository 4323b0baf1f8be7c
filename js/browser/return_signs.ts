/**
 * Signs that the machine, or the person, may be back.
 *
 * Owns: which events of a window they are. Leaves to others: what follows from one (`core_host.ts`).
 */

/** The document's reach the window, too; `online` alone says that waiting makes no sense. */
const SIGNS = ["online", "pageshow", "focus", "visibilitychange"];

/** Calls `hear` with each sign. Returns what ends it. */
export function onReturn(hear: (sign: Event) => void): () => void {
  for (const sign of SIGNS) globalThis.addEventListener?.(sign, hear);
  return () => {
    for (const sign of SIGNS) globalThis.removeEventListener?.(sign, hear);
  };
}
