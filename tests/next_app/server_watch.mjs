// Loaded into the server before anything else (`node --import`): writes down who makes timers,
// sockets and listeners there, a stack each in the file that LENTIL_WATCH names. Leaves to
// stacks.mjs: whose code that was.

import { appendFileSync } from "node:fs";
import { createRequire } from "node:module";

const BUNDLED = "/.next/server/";
Error.stackTraceLimit = 100;

function note(name) {
  const { stack } = new Error(name);
  if (stack.includes(BUNDLED))
    appendFileSync(process.env.LENTIL_WATCH, `${JSON.stringify({ name, stack })}\n`);
}

/** Notes each call or construction of `owner[name]`. */
function watch(owner, name) {
  const original = owner[name];
  if (original === undefined) return;
  owner[name] = new Proxy(original, {
    apply(target, self, args) {
      note(name);
      return Reflect.apply(target, self, args);
    },
    construct(target, args, maker) {
      note(name);
      return Reflect.construct(target, args, maker);
    },
  });
}

// Node 20 has no WebSocket; with this one, code that looks for it first would find and open it.
globalThis.WebSocket ??= class WebSocket {};

const { EventEmitter } = createRequire(import.meta.url)("node:events");
for (const name of ["setTimeout", "setInterval", "setImmediate", "WebSocket", "EventSource"]) {
  watch(globalThis, name);
}
for (const name of ["BroadcastChannel", "MessageChannel", "Worker"]) watch(globalThis, name);
watch(EventTarget.prototype, "addEventListener");
for (const name of ["on", "once", "addListener", "prependListener"]) {
  watch(EventEmitter.prototype, name);
}
watch(WebAssembly, "Instance");
