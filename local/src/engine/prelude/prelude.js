// The inside of a sandbox: the `Convex` object that `convex/server` talks to, and the entry points
// that the engine calls.
//
// Owns: calls to the host and their answers, running one function, reading what a module exports.
// Leaves to others: what an operation does (the host, in Rust), the other globals (the files beside).

import { installActionGlobals } from "lentil:action_globals";
import { installConsole } from "lentil:console";
import { pinTimeAndChance } from "lentil:deterministic";
import { installWebGlobals } from "lentil:web_globals";

const KINDS = [
  ["isQuery", "query"],
  ["isMutation", "mutation"],
  ["isAction", "action"],
  ["isHttp", "httpAction"],
];

/** `settings`: `{kind, nowMs, seed: [u32 x 4], env}`. */
export function install(host, settings) {
  const calls = openCalls(host);
  globalThis.Convex = {
    syscall: (op, args) => host.syscall(op, args),
    asyncSyscall: (op, args) => {
      // While its caller is still on the stack, so that the error names the line.
      refuseMissing(host, op);
      return calls.send(op, args);
    },
    jsSyscall: (op) => {
      refuseMissing(host, op);
      throw new Error(`Unknown operation ${op}`);
    },
  };
  globalThis.process = { env: settings.env };
  installConsole(host.log);
  installWebGlobals(host);
  if (settings.kind === "action") installActionGlobals(host, calls.send);
  else pinTimeAndChance(host, settings);

  const rejections = trackRejections();
  const report = (promise) => {
    promise.then(
      (text) =>
        rejections.any() ? host.failed(describe(rejections.first())) : host.succeeded(text),
      (thrown) => host.failed(describe(thrown)),
    );
  };
  return {
    settle: calls.settle,
    rejected: rejections.on,
    run: (module, name, method, args) =>
      report(import(module).then((exported) => exported[name][method](...args))),
    analyze: (module) =>
      report(import(module).then((exported) => JSON.stringify(analyze(exported)))),
    exportSchema: (module) => report(import(module).then((exported) => schemaOf(exported.default))),
    exportAuthConfig: (module) =>
      report(import(module).then((exported) => JSON.stringify(exported.default ?? null))),
  };
}

function refuseMissing(host, op) {
  const why = host.missing(op);
  if (why !== undefined && why !== null) throw new Error(why);
}

function openCalls(host) {
  const waiting = new Map();
  let next = 0;
  return {
    send: (op, args) =>
      new Promise((resolve, reject) => {
        const ticket = next++;
        waiting.set(ticket, { resolve, reject });
        host.send(ticket, op, args);
      }),
    /** `data` is the Convex-encoded JSON of a ConvexError, or undefined. */
    settle: (ticket, succeeded, text, data) => {
      const { resolve, reject } = waiting.get(ticket);
      waiting.delete(ticket);
      if (succeeded) return resolve(text);
      const error = new Error(text);
      if (data !== undefined) error.data = JSON.parse(data);
      reject(error);
    },
  };
}

/** A rejection that nobody handled by the end fails the run. */
function trackRejections() {
  const unhandled = new Map();
  return {
    on: (promise, reason, isHandled) => {
      if (isHandled) unhandled.delete(promise);
      else unhandled.set(promise, reason);
    },
    any: () => unhandled.size > 0,
    first: () => unhandled.values().next().value,
  };
}

/** What the host has to know about a thrown value, as JSON. */
function describe(thrown) {
  try {
    if (typeof thrown !== "object" || thrown === null || !("message" in thrown)) {
      return JSON.stringify({ message: String(thrown).toWellFormed(), stack: "", data: null });
    }
    const name = String(thrown.name ?? "Error");
    const text = String(thrown.message).toWellFormed();
    const isConvexError = thrown.ConvexErrorSymbol === Symbol.for("ConvexError");
    return JSON.stringify({
      message: text === "" ? name : `${name}: ${text}`,
      stack: String(thrown.stack ?? "").toWellFormed(),
      data: isConvexError && typeof thrown.data === "string" ? thrown.data : null,
    });
  } catch {
    return JSON.stringify({ message: "a value that cannot be described", stack: "", data: null });
  }
}

function analyze(exported) {
  const functions = [];
  for (const [name, value] of Object.entries(exported)) {
    const kind = KINDS.find(([marker]) => value?.[marker] === true)?.[1];
    if (kind === undefined || kind === "httpAction") continue;
    functions.push({
      name,
      kind,
      isPublic: value.isPublic === true,
      args: value.exportArgs?.() ?? '{"type":"any"}',
      returns: value.exportReturns?.() ?? "null",
    });
  }
  return {
    functions,
    isRouter: exported.default?.isRouter === true,
    isCrons: exported.default?.isCrons === true,
  };
}

function schemaOf(schema) {
  if (typeof schema?.export !== "function") {
    throw new Error(
      "the default export is not a schema; write `export default defineSchema({...})`",
    );
  }
  return schema.export();
}
