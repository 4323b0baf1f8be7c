/**
 * Function references and their arguments.
 *
 * Owns: names, tokens, arguments as text. Written out here rather than imported: `convex/server` would add several KB
 * gzip to every page for one symbol look-up.
 */

import { convexToJson, type Value } from "convex/values";

/** Names a query and its arguments; equal tokens are one subscription. Never leaves the client. */
export type QueryToken = string & { __queryToken: true };

const NAME = Symbol.for("functionName");
const COMPONENT_REFERENCE = Symbol.for("toReferencePath");

/** The name of a function: `module:function`, as `api` or the app spells it. */
export function functionName(reference: unknown): string {
  if (typeof reference === "string") {
    if (reference.startsWith("function://")) {
      throw new Error(
        `Expected function reference like "api.file.func" or "internal.file.func", but received function handle ${reference}`,
      );
    }
    return reference;
  }
  const named = (reference ?? {}) as Record<symbol, unknown>;
  const name = named[NAME];
  if (typeof name === "string") return name;
  if (named[COMPONENT_REFERENCE] !== undefined) {
    throw new Error(
      `Expected function reference in the current component like "api.file.func" or "internal.file.func", but received reference ${String(named[COMPONENT_REFERENCE])}`,
    );
  }
  throw new Error(`${String(reference)} is not a functionReference`);
}

/** A function by its name, for those who take no text. */
export function functionOf(name: string): object {
  return { [NAME]: name };
}

/** `module:function` as the server stores it: `default` where none is named, no `.js`. */
export function canonicalPath(name: string): string {
  const at = name.lastIndexOf(":");
  const module = at < 0 ? name : name.slice(0, at);
  return `${module.replace(/\.js$/, "")}:${at < 0 ? "default" : name.slice(at + 1)}`;
}

/** Arguments as an object: nothing means `{}`; anything but a plain object is refused. */
export function parseArgs(args: unknown): Record<string, Value> {
  if (args === undefined) return {};
  if (!isPlainObject(args)) {
    throw new Error(
      `The arguments to a Convex function must be an object. Received: ${String(args)}`,
    );
  }
  return args;
}

/** Arguments as Convex-encoded JSON text. Throws what `convexToJson` throws, which names the field. */
export function encodeArgs(args: Record<string, Value>): string {
  const text = JSON.stringify(convexToJson(args));
  // Only half a surrogate pair is written this way, or a text of the app that looks like it.
  if (text.includes("\\ud")) JSON.parse(text, refuseHalfPair);
  return text;
}

/** A server ends the connection over half a surrogate pair, and with it all that others ask. */
function refuseHalfPair(field: string, value: unknown): unknown {
  if (typeof value === "string" && /\p{Surrogate}/u.test(value)) {
    throw new Error(`Field ${field} has a string that is not Unicode: half of a surrogate pair.`);
  }
  return value;
}

/** The token of a query; `component`: the path of the component that it is in, none for the app's own. */
export function queryToken(name: string, encodedArgs: string, component?: string): QueryToken {
  const within = component === undefined ? "" : `,"componentPath":${JSON.stringify(component)}`;
  const path = JSON.stringify(canonicalPath(name));
  return `{"udfPath":${path},"args":${encodedArgs}${within}}` as QueryToken;
}

function isPlainObject(value: unknown): value is Record<string, Value> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  // An object of another realm has another Object.prototype.
  return (
    prototype === null || prototype === Object.prototype || prototype.constructor?.name === "Object"
  );
}
