/**
 * The options of `lentil/nextjs`.
 *
 * Owns: their types, where a call goes, what `fetch` is told of caching.
 */

import { validateDeploymentUrl } from "../deployment_url.js";
import { checkLimits, type Limits } from "./limits.js";

declare const process: { env: { NEXT_PUBLIC_CONVEX_URL?: string } };

/** Options of a call. */
export type NextjsOptions = {
  /** The JWT of the user on whose behalf the function runs. */
  token?: string;
  /** The deployment's URL. Default: `process.env.NEXT_PUBLIC_CONVEX_URL`. */
  url?: string;
  /** The deployment's admin key; wins over `token`. */
  adminToken?: string;
  /** Accept an address that does not look like a deployment's. Default: false. */
  skipConvexDeploymentUrlCheck?: boolean;
  /** Ends the call when it is aborted; a mutation or an action under way may have run. Null is none. */
  signal?: AbortSignal | null | undefined;
  /** How long the answer to a request may take, in ms. Default: as long as the platform waits. */
  timeoutMs?: number | undefined;
};

/** Options of a query: those of a call, and for how long Next.js keeps its result. */
export type NextjsQueryOptions = NextjsOptions & {
  /** As `fetch` takes it. Default: `no-store`, where `next` gives neither `revalidate` nor `tags`. */
  cache?: RequestCache | undefined;
  /** What Next.js adds to `fetch`: `revalidate` in seconds, and `tags` for `revalidateTag`. */
  next?: { revalidate?: number | false | undefined; tags?: string[] | undefined } | undefined;
};

/** Where a call goes and for whom it runs; limits; what `fetch` is told beside the request. */
export interface Target extends Limits {
  url: string;
  token: string | undefined;
  adminToken: string | undefined;
  init: RequestInit;
}

/** @throws when there is no address that can be a deployment's, or a limit that is none */
export function targetOf(options: NextjsQueryOptions): Target {
  const { token, adminToken, signal, timeoutMs } = options;
  checkLimits(options);
  const url = deploymentUrl(options);
  return { url, token, adminToken, signal, timeoutMs, init: initOf(options) };
}

/** Next.js warns of `no-store` beside `revalidate`, and keeps nothing then. */
function initOf({ cache, next }: NextjsQueryOptions): RequestInit {
  const init: RequestInit & { next?: unknown } = {};
  const isKept = next?.revalidate !== undefined || next?.tags !== undefined;
  if (cache !== undefined || !isKept) init.cache = cache ?? "no-store";
  if (next !== undefined) init.next = next;
  return init;
}

function deploymentUrl(options: NextjsOptions): string {
  if ("url" in options && options.url === undefined) {
    console.error(
      "deploymentUrl is undefined, are your environment variables set? In the future explicitly passing undefined will cause an error. To explicitly use the default, pass `process.env.NEXT_PUBLIC_CONVEX_URL`.",
    );
  }
  // Written out in full: bundlers replace exactly this expression.
  const url: unknown = options.url ?? process.env.NEXT_PUBLIC_CONVEX_URL;
  if (typeof url !== "string") {
    throw new Error(
      options.url === undefined
        ? "Environment variable NEXT_PUBLIC_CONVEX_URL is not set."
        : "Convex function called with invalid deployment address.",
    );
  }
  if (!options.skipConvexDeploymentUrlCheck) validateDeploymentUrl(url);
  return url;
}
