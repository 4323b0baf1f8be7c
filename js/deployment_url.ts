/**
 * Checks of the deployment's address, and the socket's address made from it.
 *
 * Owns: finding the mistakes that apps make with it. The texts are npm convex's: apps match on them. Leaves to others:
 * where one-shot calls go (`src/protocol/address.rs`).
 */

/** The npm convex release whose wire behaviour we speak, as `WIRE_VERSION` in `src/protocol/address.rs`. */
const WIRE_VERSION = "1.48.0";

/** Throws when the address cannot be a deployment's. */
export function validateDeploymentUrl(url: unknown): asserts url is string {
  if (url === undefined) {
    throw new Error(
      "Client created with undefined deployment address. If you used an environment variable, check that it's set.",
    );
  }
  if (typeof url !== "string") {
    throw new Error(`Invalid deployment address: found ${String(url)}".`);
  }
  if (!/^https?:/.test(url)) {
    throw new Error(
      `Invalid deployment address: Must start with "https://" or "http://". Found "${url}".`,
    );
  }
  const bypass =
    "If you believe this URL is correct, use the `skipConvexDeploymentUrlCheck` option to bypass this.";
  try {
    new URL(url);
  } catch {
    throw new Error(`Invalid deployment address: "${url}" is not a valid URL. ${bypass}`);
  }
  if (url.endsWith(".convex.site")) {
    throw new Error(
      `Invalid deployment address: "${url}" ends with .convex.site, which is used for HTTP Actions. Convex deployment URLs typically end with .convex.cloud? ${bypass}`,
    );
  }
}

/** The sync socket's address: `https://h` gives `wss://h/api/1.48.0/sync`. Throws for what can have none. */
export function syncUrl(deployment: string): string {
  const [, scheme, rest] = /^([^:]*):\/\/(.*?)\/*$/s.exec(deployment) ?? [];
  if (scheme === undefined) throw new Error("Provided address was not an absolute URL.");
  if (!/^https?$/.test(scheme)) throw new Error(`Unknown parent protocol ${scheme}`);
  return `${scheme.replace("http", "ws")}://${rest}/api/${WIRE_VERSION}/sync`;
}
