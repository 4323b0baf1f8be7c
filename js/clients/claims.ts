/**
 * What a user's token says.
 *
 * Leaves to others: whether that is so (the server).
 */

/** The payload of a JWT; empty where it cannot be read. */
export function claimsOf(token: string): Record<string, unknown> {
  try {
    const payload = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const bytes = Uint8Array.from(atob(payload), (char) => char.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return {};
  }
}
