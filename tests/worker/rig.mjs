// The same app on lentil/react and on lentil/worker, each on a server of its own, without React.
// Leaves the server to tests/hooks/server.mjs, the worker to tests/support/worker_stub.mjs.

import { ConvexReactClient } from "../../dist/react/index.js";
import { ConvexReactClient as WorkerClient } from "../../dist/worker/index.js";
import { Server } from "../hooks/server.mjs";
import { socketsAt } from "../support/worker_stub.mjs";

let count = 0;
const nothing = () => {};

/** A client on a server; `errors`, `lines` and, with `isTraced`, `traces` are what its logger was told. */
export function rigOf(isInWorker, app = {}, { isTraced, ...options } = {}) {
  const address = `ws://127.0.0.1:1/${count++}`;
  const server = new Server({ query: () => null, mutation: () => null, ...app });
  const [errors, lines, traces] = [[], [], []];
  const logger = {
    log: (line) => lines.push(line),
    warn: nothing,
    error: (...parts) => errors.push(parts.join(" ")),
    ...(isTraced && { logVerbose: (line) => traces.push(line.replace(address, "ADDRESS")) }),
  };
  const deployment = address.replace("ws", "http");
  socketsAt(deployment, server.WebSocket);
  const all = { logger, unsavedChangesWarning: false, ...options };
  const client = isInWorker
    ? new WorkerClient(deployment, all)
    : new ConvexReactClient(deployment, { ...all, webSocketConstructor: server.WebSocket });
  return { client, server, errors, lines, traces };
}
