/**
 * One call over HTTP.
 *
 * Owns: the awaits between the core's request and the core's reading of the answer; the running core. Leaves to others:
 * the request's contents and the meaning of the response (the core).
 */

import type { Value } from "convex/values";
import { type Core, newCore } from "#wasm-http";
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
  const record = { url, kind, path: name, args: encoded, token, adminToken };
  const { status, body } = await reach(
    url,
    inCore(name, (core) => core.prepareCall(record)),
    init,
  );
  const answer = JSON.parse(inCore(name, (core) => core.readAnswer(status, body))) as HttpAnswer;
  logFunctionLines(console, LETTERS[kind], name, answer.logLines);
  if ("error" in answer) throw failureError(answer.error.message, answer.error);
  return decode(answer.value, answer.special);
}

const LETTERS = { query: "Q", mutation: "M", action: "A" } as const;

type WithoutRequest<T> = T extends Settled ? Omit<T, "request"> : never;
type HttpAnswer = WithoutRequest<Settled>;

let running: Core | undefined;

/** A core that failed, at the end of memory or stack too, is in an unknown state and never entered again. */
function inCore<T>(name: string, method: (core: Core["exports"]) => T): T {
  running ??= newCore();
  try {
    return method(running.exports);
  } catch (cause) {
    if (!(cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError)) throw cause;
    running.stop();
    running = undefined;
    throw new Error(`Lentil's core failed in a call of ${name}; whether it ran is unknown`, {
      cause,
    });
  }
}

/** `fetch` is looked up at each call, for frameworks replace it; what they throw to steer rendering passes through. */
async function reach(
  url: string,
  request: Request,
  init: RequestInit,
): Promise<{ status: number; body: string }> {
  try {
    const response = await globalThis.fetch(request, init);
    return { status: response.status, body: await response.text() };
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new TypeError(`${cause.message}: could not reach the Convex deployment at ${url}`, {
      cause,
    });
  }
}
