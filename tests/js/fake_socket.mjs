// A WebSocket under the test's hand: what the client sends is kept, what the server says is given.

/** The constructor to pass as `webSocketConstructor`, and the sockets it made. */
export function fakeSockets() {
  const sockets = [];
  class FakeSocket {
    sent = [];
    closed = false;
    constructor(url) {
      this.url = url;
      sockets.push(this);
    }
    send(frame) {
      this.sent.push(JSON.parse(frame));
    }
    close() {
      this.closed = true;
    }
    open() {
      this.onopen({});
    }
    say(message) {
      this.onmessage?.({ data: typeof message === "string" ? message : JSON.stringify(message) });
    }
    types() {
      return this.sent.map((frame) => frame.type);
    }
  }
  return { FakeSocket, sockets, last: () => sockets.at(-1) };
}

/** A database time in the form of the wire. */
export function ts(number) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(number));
  return bytes.toString("base64");
}

/** A transition from one [querySet, ts] to another. */
export function transition(from, to, results = {}) {
  const version = ([querySet, time]) => ({ querySet, identity: 0, ts: ts(time) });
  const modifications = Object.entries(results).map(([id, value]) => ({
    type: "QueryUpdated",
    queryId: Number(id),
    value,
    logLines: [],
    journal: null,
  }));
  const [startVersion, endVersion] = [version(from), version(to)];
  return { type: "Transition", startVersion, endVersion, modifications };
}

/** The answer to a mutation that committed. */
export function committed(requestId, time, result = null) {
  return { type: "MutationResponse", requestId, success: true, result, ts: ts(time), logLines: [] };
}
