/**
 * Results that nobody can change (`freezeResults`).
 *
 * Owns: freezing a value and all that is in it. What is frozen already is passed over, so of a patched result the new
 * parts alone cost anything.
 */

/** Freezes a value with all its parts. Views of bytes, which no result has but an update may set, cannot be frozen. */
export function freeze(value: unknown): void {
  if (Object.isFrozen(value) || ArrayBuffer.isView(value)) return;
  Object.freeze(value);
  Object.values(value as object).forEach(freeze);
}
