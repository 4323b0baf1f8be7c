// A ConvexReactClient on a socket under the test's hand. What a failing test leaves open is closed at the end of
// its file, as timers of a client that nobody closed would keep the process alive.

import assert from "node:assert/strict";
import { after } from "node:test";
import { ConvexReactClient } from "../../dist/react/index.js";
import { fakeSockets, transition } from "./fake_socket.mjs";

const clients = [];

after(() => {
  for (const client of clients) client.close();
});

/** A connected client; `errors` and `lines` hold what its logger was told. */
export function connected(options = {}) {
  const { FakeSocket, last, sockets } = fakeSockets();
  const [errors, lines] = [[], []];
  const nothing = () => {};
  const log = (line) => lines.push(line);
  const logger = { log, warn: nothing, logVerbose: nothing, error: (e) => errors.push(e) };
  const client = new ConvexReactClient("http://127.0.0.1:1", {
    webSocketConstructor: FakeSocket,
    logger,
    ...options,
  });
  clients.push(client);
  assert.equal(sockets.length, 0, "nothing is opened before the first use");
  client.connectionState();
  last().open();
  last().say(transition([0, 0], [1, 10]));
  return { client, last, errors, lines, sockets };
}

/** The client of `connected` with m:list watched and answered. */
export async function watching(results, options) {
  const rig = connected(options);
  const watch = rig.client.watchQuery("m:list", {});
  const heard = [];
  const unsubscribe = watch.onUpdate(() => heard.push(watch.localQueryResult()));
  await Promise.resolve();
  rig.last().say(transition([1, 10], [2, 20], { 0: results }));
  return { ...rig, watch, heard, unsubscribe };
}
