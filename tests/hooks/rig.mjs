// Hooks on a page, of Lentil and of npm convex, each with a client of its own on a server of its own.
// Owns: rendering, what a component was given last, doing the same with both. Leaves the server to server.mjs.

import "./page.mjs";
import assert from "node:assert/strict";
import { afterEach } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { act, cleanup, render } from "@testing-library/react";
import * as npm from "convex/react";
import { Component, createElement as h } from "react";
import * as lentil from "../../dist/react/index.js";
import { ConvexReactClient as WorkerClient } from "../../dist/worker/index.js";
import { within } from "../support/deadline.mjs";
import { isUnderWay, socketsAt } from "../support/worker_stub.mjs";
import { Server } from "./server.mjs";

const clients = [];

/** The hooks are on the client whose core is in a worker, wherever the client is Lentil's for React. */
export const IN_WORKER = process.env.LENTIL_CORE === "worker";

// Not awaited: that of npm convex waits for a socket that nobody closes. A worker's timers end when it has heard of it.
afterEach(async () => {
  cleanup();
  for (const client of clients.splice(0)) client.close();
  while (isUnderWay()) await nextTurn();
});

export { act, h, lentil, npm };

/**
 * A client on a server of its own, for the hooks of a package; `warnings` holds what its logger was told. The client is
 * of the same package, unless `options.Client` is another's.
 */
export function rigOf(hooks, app = {}, { Client = hooks.ConvexReactClient, ...options } = {}) {
  const server = new Server({ query: () => null, mutation: () => null, ...app });
  const warnings = [];
  const nothing = () => {};
  const warn = (text) => warnings.push(text);
  const client = newClient(Client, server, {
    logger: { log: nothing, warn, error: nothing, logVerbose: nothing },
    unsavedChangesWarning: false,
    ...options,
  });
  clients.push(client);
  const settle = () => act(async () => server.settle());
  const asked = () => within("a query is asked for", settleUntilAsked(server, settle));
  const rig = { hooks, app, client, server, warnings, settle, asked };
  return { ...rig, show: (use, props, more) => show(rig, use, props, more) };
}

let count = 0;

function newClient(Client, server, options) {
  const address = "http://127.0.0.1:1";
  if (!IN_WORKER || Client !== lentil.ConvexReactClient || options.baseClient) {
    return new Client(address, { webSocketConstructor: server.WebSocket, ...options });
  }
  const own = `${address}/${count++}`;
  socketsAt(own, server.WebSocket);
  return new WorkerClient(own, options);
}

/** Code that is loaded when it is needed takes its turns. */
async function settleUntilAsked(server, settle) {
  do await settle();
  while (server.edits().length === 0);
}

/**
 * Renders a component below the rig's provider: `use(props)` runs hooks, `last()` is what it gave last, or the error
 * that it threw; `renders` counts. `client`: another one than the rig's.
 */
function show(
  rig,
  use,
  props = {},
  { wrap = (element) => element, client: own = rig.client } = {},
) {
  const seen = { renders: 0, value: undefined };
  const Provider = rig.hooks.ConvexProvider;
  const tree = (given, client = own) =>
    wrap(h(Provider, { client }, h(Catching, { seen }, h(Probe, { use, seen, given }))));
  const page = render(tree(props));
  return {
    seen,
    last: () => seen.value,
    again: (given = props, client) => page.rerender(tree(given, client)),
    leave: () => page.unmount(),
  };
}

function Probe({ use, seen, given }) {
  seen.renders++;
  seen.value = use(given);
  return null;
}

/** Shows what `use` gives; for where nothing more is asked of a component. */
export function Using({ use }) {
  return use();
}

class Catching extends Component {
  state = {};
  static getDerivedStateFromError(error) {
    return { error };
  }
  render() {
    if (this.state.error) this.props.seen.value = { thrown: this.state.error.message };
    return this.state.error ? null : this.props.children;
  }
}

/** What `play` gives is the same with both packages; Lentil's. */
export async function both(play, app, options) {
  const ours = await play(rigOf(lentil, app?.(), options));
  cleanup();
  const theirs = await play(rigOf(npm, app?.(), options));
  assert.deepEqual(ours, theirs);
  return ours;
}

/** Without what React prints of errors that a boundary catches. */
export function quietly(t) {
  t.mock.method(console, "error", () => {});
  globalThis.window.addEventListener("error", (event) => event.preventDefault());
}
