/**
 * The modules that an app loads itself, for `lentil/slim`.
 *
 * Owns: the modules given so far, by role; from what can be given to a module, and whether it is one of ours. Leaves to
 * others: their glue (`given_client.ts`, `given_http.ts`), what is in a file (`scripts/lib/build/wasm_dist.mjs`).
 */

import marks from "../../wasm/marks.js";

/** What holds a module: its address, what `fetch` gave for it, its bytes, or the module itself. */
export type CoreSource = string | URL | Response | BufferSource | WebAssembly.Module;

/** What a module is for. */
type Role = "client" | "http";

const given: { [role in Role]?: WebAssembly.Module } = {};

/** The custom section of our files that says what they are. */
const SECTION = "lentil";

/**
 * Gives Lentil its core: the file `lentil/wasm`, and `lentil/wasm-http` for `ConvexHttpClient`, once each; the files say
 * themselves which they are. What is made from then on uses it. A `WebAssembly.Module` is in use when this returns, all
 * else when its promise resolves.
 *
 * @throws (as a rejection) where it cannot be loaded or compiled, or is not of this build of Lentil; nothing has changed
 *   then, and it may be given again
 */
export async function initLentil(source: CoreSource | Promise<CoreSource>): Promise<void> {
  if (isModule(source)) take(source as WebAssembly.Module);
  else take(await moduleOf(await source));
}

/** The module of a role. */
export function givenModule(role: Role): WebAssembly.Module {
  const module = given[role];
  if (module) return module;
  const file = role === "client" ? "lentil/wasm" : "lentil/wasm-http";
  const other =
    Object.keys(given).length > 0 ? " (what it was given is that of other clients)" : "";
  throw new Error(
    `Lentil's core is not there yet: lentil/slim brings none. Before a client is used, await initLentil(source) of ` +
      `lentil/slim; the source is the file ${file}${other}: its URL, a Response, its bytes or a WebAssembly.Module.`,
  );
}

function take(module: WebAssembly.Module): void {
  const [section] = WebAssembly.Module.customSections(module, SECTION);
  const mark = section && new TextDecoder().decode(section);
  for (const role of Object.keys(marks) as Role[]) {
    if (marks[role] !== mark) continue;
    given[role] = module;
    return;
  }
  throw new Error(
    `This WebAssembly module is ${mark ? `Lentil's of another build (${mark})` : "none of Lentil's"}: give initLentil ` +
      `the file lentil/wasm or lentil/wasm-http of the package that lentil/slim is of (${Object.values(marks).join(", ")}).`,
  );
}

async function moduleOf(source: CoreSource): Promise<WebAssembly.Module> {
  if (isModule(source)) return source as WebAssembly.Module;
  const isAddress = typeof source === "string" || source instanceof URL;
  const found = isAddress ? await fetched(source) : source;
  if (!(found instanceof Response)) {
    return compiled(WebAssembly.compile(found as BufferSource), "what was given");
  }
  const name = found.url || "the response";
  if (!found.ok)
    throw new Error(`Lentil's core could not be loaded: ${name} has status ${found.status}.`);
  // Only with this type may it be compiled while it comes.
  const type = found.headers.get("content-type") ?? "no type";
  const mayStream = type.startsWith("application/wasm");
  return compiled(
    mayStream && "compileStreaming" in WebAssembly
      ? WebAssembly.compileStreaming(found)
      : found.arrayBuffer().then((bytes) => WebAssembly.compile(bytes)),
    `${name} (${type})`,
  );
}

async function fetched(address: string | URL): Promise<Response> {
  try {
    return await fetch(address);
  } catch (cause) {
    throw new Error(`Lentil's core could not be loaded from ${address}: ${cause}`, { cause });
  }
}

async function compiled(module: Promise<WebAssembly.Module>, name: string) {
  try {
    return await module;
  } catch (cause) {
    throw new Error(
      `Lentil's core could not be compiled from ${name}: is it the file lentil/wasm? If this page has a ` +
        "Content-Security-Policy, add 'wasm-unsafe-eval' to its script-src.",
      { cause },
    );
  }
}

/** Also a module of another realm. To TypeScript a module is any object, so this narrows nothing. */
const isModule = (source: unknown): boolean =>
  Object.prototype.toString.call(source) === "[object WebAssembly.Module]";
