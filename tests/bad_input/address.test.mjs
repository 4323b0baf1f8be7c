// Promises about addresses that are no deployment's, and about runtimes without WebSocket: each is told in the
// words of npm convex, at once or at the first use, as there.

import { test } from "node:test";
import WebSocket from "ws";
import { bothSay } from "./both_clients.mjs";

const using = (address) => (Client) =>
  new Client(address, { webSocketConstructor: WebSocket, logger: false }).connectionState();

const BYPASS =
  "If you believe this URL is correct, use the `skipConvexDeploymentUrlCheck` option to bypass this.";

for (const { what, address, text } of [
  {
    what: "none",
    address: undefined,
    text: /^No address provided to ConvexReactClient\.\nIf trying to deploy to production, /,
  },
  {
    what: "a number",
    address: 5,
    text: "ConvexReactClient requires a URL like 'https://happy-otter-123.convex.cloud', received something of type number instead.",
  },
  {
    what: "null",
    address: null,
    text: "ConvexReactClient requires a URL like 'https://happy-otter-123.convex.cloud', received something of type object instead.",
  },
  { what: "empty", address: "", text: "Provided address was not an absolute URL." },
  {
    what: "a bare name",
    address: "happy-otter-123.convex.cloud",
    text: "Provided address was not an absolute URL.",
  },
  {
    what: "another protocol",
    address: "ws://127.0.0.1:1",
    text: 'Invalid deployment address: Must start with "https://" or "http://". Found "ws://127.0.0.1:1".',
  },
  {
    what: "not a URL",
    address: "https://a b",
    text: `Invalid deployment address: "https://a b" is not a valid URL. ${BYPASS}`,
  },
  {
    what: "the site of HTTP actions",
    address: "https://happy-otter-123.convex.site",
    text: `Invalid deployment address: "https://happy-otter-123.convex.site" ends with .convex.site, which is used for HTTP Actions. Convex deployment URLs typically end with .convex.cloud? ${BYPASS}`,
  },
]) {
  test(`address: ${what}`, () => bothSay(text, using(address)));
}

test("a runtime without WebSocket", async () => {
  const { WebSocket: ofTheRuntime } = globalThis;
  delete globalThis.WebSocket;
  try {
    await bothSay(
      "No WebSocket global variable defined! To use Convex in an environment without WebSocket try the HTTP client: https://docs.convex.dev/api/classes/browser.ConvexHttpClient",
      (Client) => new Client("http://127.0.0.1:1", { logger: false }).connectionState(),
    );
  } finally {
    if (ofTheRuntime) globalThis.WebSocket = ofTheRuntime;
  }
});
