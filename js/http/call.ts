/**
 * One call over HTTP.
 *
 * Owns: the await between the core's request and the core's reading of the answer. Leaves to others: the request's
 * contents and the meaning of the response (the core).
 */

import type { Value } from "convex/values";
import { core } from "#wasm-http";
import { decode, failureError } from "../function_errors.js";
import { logFunctionLines } from "../function_logs.js";
import { encodeArgs } from "../functions.js";
import type { Settled } from "../records.js";

/** A call. */
export interface HttpCall {
  /** The deployment's URL. */
  url: string;
  kind: "query" | "mutation" | "action";
  /** Function name as the app spells it. */
  name: string;
  args: Record<string, Value>;
  /** A user's JWT. */
  token?: string | undefined;
  /** The deployment's admin key; wins over `token`. */
  adminToken?: string | undefined;
}

/**
 * Runs a function.
 *
 * @param init - options for `fetch` beside the request itself
 * @throws the function's error (a ConvexError where it threw one); an Error with the server's text where it refused
 *   the call; a TypeError that names the address where it could not be reached
 */
export async function callFunction(call: HttpCall, init: RequestInit): Promise<Value> {
  const { url, kind, name, args, token, adminToken } = call;
  const encoded = encodeArgs(args);
  const request = core().prepareCall({ url, kind, path: name, args: encoded, token, adminToken });
  const response = await reach(url, request, init);
  const answer = JSON.parse(await core().readAnswer(response)) as HttpAnswer;
  logFunctionLines(console, LETTERS[kind], name, answer.logLines);
  if ("error" in answer) throw failureError(answer.error.message, answer.error);
  return decode(answer.value, answer.special);
}

const LETTERS = { query: "Q", mutation: "M", action: "A" } as const;

type WithoutRequest<T> = T extends Settled ? Omit<T, "request"> : never;
type HttpAnswer = WithoutRequest<Settled>;

/** `fetch` is looked up at each call, for frameworks replace it; what they throw to steer rendering passes through. */
async function reach(url: string, request: Request, init: RequestInit): Promise<Response> {
  try {
    return await globalThis.fetch(request, init);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new TypeError(`${cause.message}: could not reach the Convex deployment at ${url}`, {
      cause,
    });
  }
}
