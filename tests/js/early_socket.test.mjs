// Promises of a client's first socket: it connects while the core is being made, and is the core's or nobody's.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { ConvexReactClient } from "../../dist/react/index.js";
import { fakeSockets } from "./fake_socket.mjs";

const { Instance } = WebAssembly;
const { WebSocket: realClass } = globalThis;
const ADDRESS = "https://happy-otter-123.convex.cloud/";
const clients = [];
let order;
let fake;

beforeEach(() => {
  order = [];
  fake = fakeSockets();
  globalThis.WebSocket = class extends fake.FakeSocket {
    constructor(url) {
      order.push("socket");
      super(url);
    }
  };
  WebAssembly.Instance = class extends Instance {
    constructor(...given) {
      order.push("core");
      super(...given);
    }
  };
});

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  WebAssembly.Instance = Instance;
  globalThis.WebSocket = realClass;
});

function client(options) {
  const made = new ConvexReactClient(ADDRESS, { logger: false, ...options });
  clients.push(made);
  return made;
}

test("the first socket connects before the core is made, and is the only one", () => {
  const made = client();
  assert.deepEqual(order, [], "nothing before the first use");
  made.watchQuery("m:list", {}).onUpdate(() => {});
  assert.equal(order[0], "socket");
  assert.equal(order.at(-1), "core");
  assert.equal(fake.sockets.length, 1);
  assert.equal(fake.last().url, "wss://happy-otter-123.convex.cloud/api/1.48.0/sync");
  assert.equal(fake.last().closed, false);
  fake.last().open();
  assert.deepEqual(fake.last().types(), ["Connect", "ModifyQuerySet"]);
});

test("each reconnect makes a socket of its own", () => {
  const made = client();
  made.connectionState();
  fake.last().onclose({ code: 1006, reason: "" });
  made.reconnect();
  assert.deepEqual(
    order.filter((made) => made === "socket"),
    ["socket", "socket"],
  );
  assert.equal(fake.last().url, fake.sockets[0].url);
});

test("a socket whose core cannot be made is closed, and what is wrong is thrown", () => {
  WebAssembly.Instance = class {
    constructor() {
      throw new RangeError("no memory");
    }
  };
  assert.throws(() => client().sync, /no memory/);
  assert.deepEqual(
    fake.sockets.map(({ closed }) => closed),
    [true],
  );
});

test("of an app's own class nothing is made but by the core", () => {
  const own = fakeSockets();
  client({ webSocketConstructor: own.FakeSocket }).connectionState();
  assert.deepEqual([order, own.sockets.length], [["core"], 1]);
});
