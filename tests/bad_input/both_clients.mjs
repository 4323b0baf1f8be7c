// The same mistake made with Lentil and with npm convex: apps match on texts, so both must say the same.
// Owns: making it twice and comparing, and closing what a failing test leaves open. Leaves to the tests: the
// mistakes and what is to be said.

import assert from "node:assert/strict";
import { after } from "node:test";
import { ConvexReactClient as NpmClient } from "convex/react";
import WebSocket from "ws";
import { ConvexReactClient } from "../../dist/react/index.js";
import { fakeSockets, transition } from "../js/fake_socket.mjs";

const CLIENTS = { lentil: ConvexReactClient, "npm convex": NpmClient };

const clients = [];

// Timers of a client that nobody closed would keep the process alive.
after(() => {
  for (const client of clients) client.close();
});

function make(Client, url, options) {
  const client = new Client(url, { logger: false, ...options });
  clients.push(client);
  return client;
}

/** What `use` throws or rejects with. */
export async function failureOf(use) {
  try {
    await use();
  } catch (error) {
    return error;
  }
  assert.fail("no error");
}

/** Both fail with `text` (or a match of it) in `use`, which is given the client's class and its name. */
export async function bothSay(text, use) {
  const said = {};
  for (const [name, Client] of Object.entries(CLIENTS)) {
    said[name] = (await failureOf(() => use(Client))).message;
  }
  assert.equal(said.lentil, said["npm convex"]);
  if (typeof text === "string") assert.equal(said.lentil, text);
  else assert.match(said.lentil, text);
}

/** One client of each kind on fake sockets, connected. */
export function pairOnFakes(options = {}) {
  return Object.values(CLIENTS).map((Client) => {
    const { FakeSocket, last } = fakeSockets();
    const client = make(Client, "http://127.0.0.1:1", {
      webSocketConstructor: FakeSocket,
      ...options,
    });
    client.connectionState();
    last().open();
    last().say(transition([0, 0], [1, 10]));
    return { client, last };
  });
}

/** One client of each kind on a deployment. */
export function pairOn(url) {
  const options = { webSocketConstructor: WebSocket };
  return Object.values(CLIENTS).map((Client) => make(Client, url, options));
}

/** The message without the id that every request has of its own. */
export function textOf(error) {
  return error.message.replace(/\[Request ID: [0-9a-f]+\]/, "[Request ID]");
}

/** Calls `use` with each client of the pair; both fail alike. Lentil's error. */
export async function sameFailure(pair, use) {
  const [ours, theirs] = [await failureOf(() => use(pair[0])), await failureOf(() => use(pair[1]))];
  assert.equal(textOf(ours), textOf(theirs));
  assert.equal(ours.constructor, theirs.constructor);
  assert.deepEqual(ours.data, theirs.data);
  return ours;
}
