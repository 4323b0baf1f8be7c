/**
 * The browser's question before a page with unsaved changes is left.
 *
 * Owns: when it can be asked, and asking. Leaves to others: what is unsaved.
 */

const MESSAGE = "Are you sure you want to leave? Your changes may not be saved.";

/**
 * Asks while `hasUnsavedChanges()`; returns what ends it.
 *
 * @param option - false for never, true for an error where it cannot be asked
 */
export function askBeforeLeaving(
  option: boolean | undefined,
  hasUnsavedChanges: () => boolean,
): () => void {
  const canAsk = globalThis.window?.addEventListener;
  if (option === true && !canAsk) {
    throw new Error(
      "unsavedChangesWarning requested, but window.addEventListener not found! Remove {unsavedChangesWarning: true} from Convex client options.",
    );
  }
  if (option === false || !canAsk) return () => {};
  const ask = (event: BeforeUnloadEvent) => {
    if (!hasUnsavedChanges()) return;
    event.preventDefault();
    event.returnValue = MESSAGE; // browsers show a text of their own; old ones ask only for this
  };
  window.addEventListener("beforeunload", ask);
  return () => window.removeEventListener("beforeunload", ask);
}
