// Promises of the hooks on a server: they render what is known and open nothing. Leaves mistakes to
// tests/bad_input.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createElement as h } from "react";
import { renderToString } from "react-dom/server";
import {
  ConvexProvider,
  ConvexReactClient,
  useConvexConnectionState,
  useMutation,
  usePreloadedQuery,
  useQuery,
} from "../../dist/react/index.js";
import { fakeSockets } from "./fake_socket.mjs";

function render(component) {
  const { FakeSocket, sockets } = fakeSockets();
  const client = new ConvexReactClient("http://127.0.0.1:1", { webSocketConstructor: FakeSocket });
  const html = renderToString(h(ConvexProvider, { client }, h(component)));
  assert.equal(sockets.length, 0, "no socket on a server");
  return html;
}

test("a query is loading, a skipped one too", () => {
  const component = () => {
    const results = [useQuery("m:list", {}), useQuery("m:list", "skip")];
    return JSON.stringify(results.map((result) => result === undefined));
  };
  assert.equal(render(component), "[true,true]");
});

test("a preloaded query shows its result", () => {
  const preloaded = { _name: "m:list", _argsJSON: {}, _valueJSON: { $integer: "BwAAAAAAAAA=" } };
  assert.equal(
    render(() => String(usePreloadedQuery(preloaded))),
    "7",
  );
});

test("mutations and the connection state need no connection", () => {
  const component = () => {
    useMutation("m:add");
    return String(useConvexConnectionState().isWebSocketConnected);
  };
  assert.equal(render(component), "false");
});
