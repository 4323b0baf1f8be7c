// A sync socket spoken by hand, for what no client does on purpose: the same request twice,
// a session taken over by another connection. Knows the frames, keeps no state.

import { once } from "node:events";
import WebSocket from "ws";
import { Seen, within } from "./deadline.mjs";

const SYNC_PATH = "/api/1.48.0/sync";

/** Opens a socket and says Connect and the first, empty query set. */
export async function openRawSocket(url, { sessionId, connectionCount = 0 }) {
  const socket = new WebSocket(url.replace(/^http/, "ws") + SYNC_PATH);
  const frames = new Seen();
  socket.on("message", (data) => frames.add(JSON.parse(data.toString())));
  await within("the socket to open", once(socket, "open"));
  const send = (frame) => socket.send(JSON.stringify(frame));
  send({
    type: "Connect",
    sessionId,
    connectionCount,
    lastCloseReason: connectionCount === 0 ? "InitialConnect" : "closed by the test",
    clientTs: Date.now(),
  });
  send({ type: "ModifyQuerySet", baseVersion: 0, newVersion: 1, modifications: [] });
  return {
    send,
    frames,
    async mutate(requestId, udfPath, args) {
      const answered = answers(frames, requestId).length;
      send({ type: "Mutation", requestId, udfPath, args: [args] });
      await frames.until(
        `answer to request ${requestId}`,
        () => answers(frames, requestId).length > answered,
      );
      return answers(frames, requestId).at(-1);
    },
    async close() {
      socket.terminate();
    },
  };
}

function answers(frames, requestId) {
  return frames.values.filter(
    (frame) => frame.type === "MutationResponse" && frame.requestId === requestId,
  );
}
