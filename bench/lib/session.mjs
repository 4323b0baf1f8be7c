// One page's connection: answers what it subscribes to, then plays the script, a step at a time, each when the page
// has shown the one before. So every client renders every state once, and none gains by skipping.
// Owns versions, pace and the digest of what was sent. Leaves the texts to script.mjs.

import { createHash } from "node:crypto";
import { Seen } from "../../tests/support/deadline.mjs";
import { keyOf } from "../workloads/index.mjs";
import { inParts, mutationResponse, transition } from "./frames.mjs";

export class Session {
  #script;
  #socket = null;
  #ids = new Map();
  #at = { querySet: 0, time: 0 };
  #now = 1;
  #querySet = 0;
  #step = 0;
  #isHeld;
  #steps = [];
  #digest = createHash("sha256");
  #acknowledged = 0;
  #events = new Seen();
  bytes = 0;
  connections = 0;

  /** `isHeld`: the first state waits for `play`. */
  constructor(script, { isHeld = false } = {}) {
    this.#script = script;
    this.#isHeld = isHeld;
  }

  get digest() {
    return this.#digest.copy().digest("hex");
  }

  accept(socket) {
    this.connections++;
    this.#socket = socket;
    this.#ids.clear();
    this.#at = { querySet: 0, time: 0 };
    socket.on("message", (data) => this.#take(data.toString()));
  }

  /** On this socket the page says that it has shown a step. */
  acknowledgeBy(socket) {
    socket.on("message", () => this.#events.add({ shown: ++this.#acknowledged }));
  }

  /** Ends the connection as a network does. */
  drop() {
    this.#socket.terminate();
  }

  /** Everything that the workload names is subscribed to. */
  async subscribed(connection = 1) {
    await this.#events.until(
      "the page's subscriptions",
      (event) =>
        event.connections >= connection && event.count >= this.#script.workload.queries.length,
    );
  }

  /** Makes the frames, so that playing them is sending them. */
  prepare() {
    const first = this.#isHeld ? 0 : 1;
    let from = this.#at;
    for (let step = first; step <= this.#script.length; step++) {
      const to = { querySet: this.#querySet, time: ++this.#now };
      this.#steps.push(framesOf(transition(from, to, this.#identified(step))));
      from = to;
    }
    this.#at = from;
  }

  /** Sends the frames, each when the last one is shown. */
  async play() {
    for (const frames of this.#steps) {
      const wanted = this.#acknowledged + 1;
      this.#send(frames);
      await this.#events.until("the page to show a step", (event) => event.shown >= wanted);
    }
    this.#step = this.#script.length;
  }

  #take(text) {
    const message = JSON.parse(text);
    if (message.type === "ModifyQuerySet") this.#edit(message);
    if (message.type === "Mutation") this.#mutate(message);
  }

  #edit({ newVersion, modifications }) {
    const added = modifications.filter(({ type }) => type === "Add");
    for (const { queryId, udfPath, args } of added) {
      this.#ids.set(keyOf(udfPath, args[0]), queryId);
    }
    this.#querySet = newVersion;
    if (!this.#isHeld) {
      const to = { querySet: newVersion, time: this.#now };
      const updates = added.map(({ queryId, udfPath, args }) => ({
        queryId,
        text: this.#script.text(keyOf(udfPath, args[0]), this.#step),
      }));
      this.#send(framesOf(transition(this.#at, to, updates)));
      this.#at = to;
    }
    this.#events.add({ connections: this.connections, count: this.#ids.size });
  }

  /** The next step is what the mutation did. */
  #mutate({ requestId }) {
    const to = { ...this.#at, time: ++this.#now };
    this.#send(framesOf(mutationResponse(requestId, to.time)));
    this.#send(framesOf(transition(this.#at, to, this.#identified(++this.#step))));
    this.#at = to;
  }

  #identified(step) {
    return this.#script
      .updates(step)
      .map(({ key, text }) => ({ queryId: this.#ids.get(key), text }));
  }

  #send(frames) {
    for (const frame of frames) {
      this.bytes += frame.length;
      this.#digest.update(frame);
      this.#socket.send(frame, { binary: false });
    }
  }
}

const framesOf = (text) => inParts(text).map((part) => Buffer.from(part));
