/**
 * Checks of the deployment's address.
 *
 * Owns: finding the mistakes that apps make with it. The texts are npm convex's: apps match on them.
 */

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
