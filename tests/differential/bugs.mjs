// Bugs that the random scripts must find: each is one edit of the built package, or of what it says to its socket and
// hears from it, in the name of its mistake.

/** An edit of the built package: `find` stands exactly once in the file below dist/js. */
const edit = (name, file, find, replace) => ({ name, file: `js/${file}`, find, replace });

/** A client that does this to each frame before it is sent; `send` sends one. */
const onTheWire = (name, change) => ({ name, change });

export const BUGS = [
  edit(
    "an update reads what the server said, without the layers below",
    "view_store.js",
    "const upper = (token) => written.get(token) ?? below().get(token);",
    "const upper = (token) => written.get(token);",
  ),
  edit(
    "layers replay in the wrong order",
    "view_store.js",
    "of [...this.#layers]) {",
    "of [...this.#layers].reverse()) {",
  ),
  edit(
    "layers never fall",
    "view_store.js",
    "for (const [, request] of record.dropped)",
    "for (const [, request] of [])",
  ),
  edit(
    "the data of an error are lost",
    "function_errors.js",
    'if (!("data" in failure))',
    "if (true)",
  ),
  edit(
    "promises settle before listeners hear",
    "browser/sync_client.js",
    "this.#notify(this.#store.apply(record), record);",
    `const changed = this.#store.apply(record);
      let later = Promise.resolve();
      for (let i = 0; i < 20; i++) later = later.then(() => {});
      later.then(() => this.#work.enter(() => this.#notify(changed, record)));`,
  ),
  edit(
    "a state that changes back and forth is told late",
    "browser/published_state.js",
    "this.#current = toConnectionState(",
    "if (record.connectionRetries > 1) return; this.#current = toConnectionState(",
  ),
  edit(
    "a fetch for a token that failed signs out",
    "browser/auth_source.js",
    'client.call("tokenFailed", fetch, reason)',
    'client.call("tokenFetched", fetch, void 0)',
  ),
  edit(
    "the key of an admin is never sent",
    "browser/auth_source.js",
    'this.#say((client) => client.call("setAdminAuth", 0, key, attributes), true);',
    "void attributes;",
  ),
  { name: "the reason of a close is not heard", onClose: (event) => ({ ...event, reason: "" }) },
  onTheWire("the newest time seen is not named", (frame) => {
    delete frame.maxObservedTimestamp;
  }),
  onTheWire("journals are not sent again", (frame) => {
    for (const add of frame.modifications ?? []) delete add.journal;
  }),
  onTheWire("mutations are sent twice", (frame, send) => {
    if (frame.type === "Mutation") send(frame);
  }),
  onTheWire("names of mutations are sent in another spelling", (frame) => {
    if (frame.type === "Mutation") frame.udfPath = frame.udfPath.replace(".js", "");
  }),
  onTheWire("the sessions of two connections have different names", (frame) => {
    if (frame.type === "Connect") frame.sessionId += frame.connectionCount || "";
  }),
  onTheWire("a token is shown under the wrong identity version", (frame) => {
    if (frame.type === "Authenticate" && frame.baseVersion > 0) frame.baseVersion--;
  }),
];

/** A WebSocket class in which the bug is. */
export function faultySocket(Socket, { change = () => {}, onClose = (event) => event }) {
  return class extends Socket {
    send(text) {
      const send = (frame) => super.send(JSON.stringify(frame));
      const frame = JSON.parse(text);
      change(frame, send);
      send(frame);
    }
    set onclose(hear) {
      this.hear = hear;
    }
    get onclose() {
      return (event) => this.hear?.(onClose(event));
    }
  };
}
