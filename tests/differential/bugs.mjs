// Bugs that the random scripts must find: each is one edit of the built package, in the name of its mistake.

/** `find` stands exactly once in the file below dist/js. */
const edit = (name, file, find, replace) => ({ name, file, find, replace });

/** The same on the way out: `change` is done to each frame before it is sent. */
const onTheWire = (name, change) =>
  edit(
    name,
    "browser/core_host.js",
    "return this.#socket;",
    `const socket = this.#socket;
      const send = socket.send.bind(socket);
      socket.send = (text) => { const frame = JSON.parse(text); ${change} send(JSON.stringify(frame)); };
      return socket;`,
  );

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
    "this.#current = state;",
    "if (state.connectionRetries > 1) return; this.#current = state;",
  ),
  edit(
    "the reason of a close is not heard",
    "browser/core_host.js",
    "return this.#socket;",
    `let hear;
      const handler = (event) => hear?.({ ...event, reason: "" });
      const accessors = { set: (given) => { hear = given; }, get: () => handler };
      Object.defineProperty(this.#socket, "onclose", accessors);
      return this.#socket;`,
  ),
  onTheWire("the newest time seen is not named", "delete frame.maxObservedTimestamp;"),
  onTheWire(
    "journals are not sent again",
    "for (const add of frame.modifications ?? []) delete add.journal;",
  ),
  onTheWire(
    "mutations are sent twice",
    'if (frame.type === "Mutation") send(JSON.stringify(frame));',
  ),
  onTheWire(
    "names of mutations are sent in another spelling",
    'if (frame.type === "Mutation") frame.udfPath = frame.udfPath.replace(".js", "");',
  ),
  onTheWire(
    "the sessions of two connections have different names",
    'if (frame.type === "Connect") frame.sessionId += frame.connectionCount || "";',
  ),
];
