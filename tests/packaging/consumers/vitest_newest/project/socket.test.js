// @vitest-environment jsdom
// Whether the environment's own WebSocket connects, without Lentil.

import { test } from "vitest";

test("a WebSocket opens", async () => {
  const address = process.env.CONVEX_URL.replace(/^http/, "ws");
  const socket = new WebSocket(`${address}/api/1.48.0/sync`);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
});
