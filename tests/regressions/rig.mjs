// The same scenario with npm convex and with Lentil, on a server of its own and under a clock that the test moves: what
// each makes of it is written down beside the other, so that a test also shows that it would find the bug.
//
// Owns: the clock, signs of the page, what escapes into the event loop. Leaves to others: the server
// (tests/hooks/server.mjs), scenarios with components (tests/hooks/rig.mjs).

import "../hooks/page.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import * as npm from "convex/react";
import * as lentil from "../../dist/react/index.js";
import { Server } from "../hooks/server.mjs";

const { window } = globalThis;
// A page's window is its global object.
for (const name of ["addEventListener", "removeEventListener"]) {
  globalThis[name] = window[name].bind(window);
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
/** As a deployment does. */
const PING_EVERY = 15 * SECOND;

/** What `play` sees in a world with each client: `expected.npm` shows the bug, `expected.lentil` what is right. */
export function scenario(name, play, expected) {
  for (const [client, hooks] of Object.entries({ npm, lentil })) {
    test(`${client === "npm" ? "npm convex" : "Lentil"}: ${name}`, async (t) => {
      assert.deepEqual(await play(worldOf(t, hooks)), expected[client]);
    });
  }
}

/** A client on a server that says in good time that it is there; time passes by `advance(ms)` alone. */
function worldOf(t, hooks) {
  const clock = clockOf(t);
  const escaped = escapesOf(t);
  const server = new Server({ query: (path) => path, mutation: () => "done" });
  const nothing = () => {};
  const open = (WebSocket = server.WebSocket) => {
    const client = new hooks.ConvexReactClient("http://127.0.0.1:1", {
      webSocketConstructor: WebSocket,
      logger: { log: nothing, warn: nothing, error: nothing, logVerbose: nothing },
      unsavedChangesWarning: false,
    });
    t.after(() => void client.close());
    client.watchQuery("m:list", {}).onUpdate(nothing);
    return client;
  };
  const settle = () => server.settle().catch((error) => escaped.push(error.message));
  const advance = async (ms) => {
    for (let passed = SECOND; passed <= ms; passed += SECOND) {
      if (passed % PING_EVERY === 0) server.ping();
      clock.tick(SECOND, escaped);
      await settle();
    }
  };
  return { server, open, settle, advance, escaped };
}

function clockOf(t) {
  let now = 0;
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.now() });
  t.mock.method(performance, "now", () => now);
  // The jitter of backoff: whether an attempt is under way at a given second must not be chance.
  t.mock.method(Math, "random", () => 0.5);
  return {
    /** What a timer throws ends in the event loop. */
    tick(ms, escaped) {
      now += ms;
      try {
        t.mock.timers.tick(ms);
      } catch (error) {
        escaped.push(error.message);
      }
    },
  };
}

/** Messages of what nobody caught while the test ran; of this file alone, as its tests run one by one. */
function escapesOf(t) {
  const escaped = [];
  const others = process.rawListeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (error) => escaped.push(error.message));
  t.after(async () => {
    await nextTurn();
    process.removeAllListeners("unhandledRejection");
    for (const listener of others) process.on("unhandledRejection", listener);
  });
  return escaped;
}

/** How a promise ends, in a word that is read later. */
export function outcomeOf(promise) {
  const outcome = { word: "pending" };
  promise.then(
    (value) => {
      outcome.word = value;
    },
    (error) => {
      outcome.word = `rejected: ${error.message}`;
    },
  );
  return outcome;
}

/** The browser tells the page something. */
export function sign(name) {
  const target = name === "visibilitychange" ? window.document : window;
  target.dispatchEvent(new window.Event(name, { bubbles: true }));
}
