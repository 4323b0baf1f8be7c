/**
 * One call over HTTP.
 *
 * Owns: the awaits between the core's request and the core's reading of the answer; the running core. Leaves to others:
 * the request's contents and the meaning of the response (the core; `answer.ts` for a success).
 */

import type { Value } from "convex/values";
import { type Core, loaded, newCore } from "#wasm-http";
import { decode, failureError } from "../function_errors.js";
import { logFunctionLines } from "../function_logs.js";
import type { Logger } from "../logger.js";
import { type HttpAnswer, successIn } from "./answer.js";

/** A call. */
export interface HttpCall {
  /** The deployment's URL. */
  url: string;
  /** `function`: whichever it is, which takes an admin. */
  kind: "query" | "mutation" | "action" | "function";
  /** Function name as the app spells it. */
  name: string;
  /** The component whose function it is; for `function` alone. */
  componentPath?: string | undefined;
  /** As `encodeArgs` gives them. */
  args: string;
  /** Stands before the message of what the function throws. */
  label?: string | undefined;
  /** The database time that a query sees, as `fetchTime` gave it. */
  at?: string | undefined;
  /** A user's JWT. */
  token?: string | undefined;
  /** The deployment's admin key; wins over `token`. */
  adminToken?: string | undefined;
}

/** How a request reaches the deployment. */
export interface Carrier {
  /** Options for `fetch` beside the request itself. */
  readonly init: RequestInit;
  /** Instead of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/**
 * Runs a function.
 *
 * @param logger - receives the function's log lines
 * @throws the function's error (a ConvexError where it threw one); an Error with the server's text where it refused
 *   the call; a TypeError that names the address where the global `fetch` could not reach it
 */
export async function callFunction(
  call: HttpCall,
  carrier: Carrier,
  logger: Pick<Logger, "log" | "error">,
): Promise<Value> {
  // Field by field, here and in `reach`: engines copy the rest of an object by a slow way.
  const { url, kind, name, componentPath, args, label = "", at, token, adminToken } = call;
  const record = JSON.stringify({ url, kind, path: name, componentPath, at, token, adminToken });
  if (loaded) await loaded;
  const request = described(
    inCore(`${name} was not sent`, (core) => core.describeCall(record)),
    args,
  );
  const { status, body } = await reach(url, request, carrier);
  const answer =
    successIn(status, body) ??
    (JSON.parse(
      inCore(`whether ${name} ran is unknown`, (core) => core.readAnswer(status, body)),
    ) as HttpAnswer);
  logFunctionLines(logger, LETTERS[kind], name, answer.logLines);
  if ("error" in answer) throw failureError(label + answer.error.message, answer.error);
  return decode(answer.value, answer.special);
}

/** The time that the database is at, for later queries. Throws as `callFunction`. */
export async function fetchTime(url: string, carrier: Carrier): Promise<string> {
  if (loaded) await loaded;
  const request = described(inCore(`${TIME} was not sent`, (core) => core.describeTimeCall(url)));
  const { status, body } = await reach(url, request, carrier);
  return inCore(`${TIME} cannot be read`, (core) => core.readTime(status, body));
}

const LETTERS = { query: "Q", mutation: "M", action: "A", function: "?" } as const;
const TIME = "query_ts";

let running: Core | undefined;

/** `consequence` of a failure, for its error. A core that failed, at the end of memory or stack too, is in an unknown state and never entered again. */
function inCore<T>(consequence: string, method: (core: Core["exports"]) => T): T {
  running ??= newCore();
  try {
    return method(running.exports);
  } catch (cause) {
    if (!(cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError)) throw cause;
    running.stop();
    running = undefined;
    throw new Error(`Lentil's core failed; ${consequence}`, { cause });
  }
}

interface Described {
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/**
 * A request as the core describes it: the first line in JSON, and then its body, if it has one, in two: up to the
 * arguments, and after them.
 */
function described(text: string, args = ""): Described {
  const [head = "", before, after] = text.split("\n");
  const request = JSON.parse(head) as Described;
  if (before !== undefined) request.body = before + args + after;
  return request;
}

/**
 * `fetch` is looked up at each call, for frameworks replace it; what they throw to steer rendering passes through.
 * It is given an address, as a `Request` costs Node a good part of a call.
 */
async function reach(
  address: string,
  { url, headers, body }: Described,
  { fetch = globalThis.fetch, init }: Carrier,
): Promise<{ status: number; body: string }> {
  const request: RequestInit = { ...init, method: "POST", headers };
  if (body !== undefined) request.body = body;
  try {
    const response = await fetch(url, request);
    return { status: response.status, body: await response.text() };
  } catch (cause) {
    if (!(cause instanceof TypeError) || fetch !== globalThis.fetch) throw cause;
    throw new TypeError(`${cause.message}: could not reach the Convex deployment at ${address}`, {
      cause,
    });
  }
}
