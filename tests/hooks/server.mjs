// A deployment on a fake socket: it answers queries by a function, runs mutations, takes or refuses tokens. Both
// clients can speak to it. Leaves React to rig.mjs.

import { setImmediate as nextTurn } from "node:timers/promises";
import { fakeSockets, ts } from "../js/fake_socket.mjs";
import { isUnderWay } from "../support/worker_stub.mjs";

/**
 * A server; `app.query(path, args, memory, token)`, `app.mutation(path, args)` and `app.action(path, args)` give results
 * or throw. A query that gives undefined goes on loading. `memory` is an object of the subscription's own.
 */
export class Server {
  /** Every frame that was sent, but for `Connect` and `Event`. */
  frames = [];
  /** Connections fail before they open. */
  isDown = false;
  /** Connections are not opened for now. */
  isHolding = false;
  /** A token that it does not take. */
  refused = new Set();
  #app;
  #sockets;
  #session;
  #time = 10;

  constructor(app) {
    this.#app = app;
    this.#sockets = fakeSockets();
  }

  get WebSocket() {
    return this.#sockets.FakeSocket;
  }

  get sockets() {
    return this.#sockets.sockets;
  }

  /** Whether a client is connected. */
  get isOpen() {
    const socket = this.#sockets.last();
    return (
      socket !== undefined && this.#session?.socket === socket && !socket.closed && !socket.failed
    );
  }

  /** What is subscribed to, as `[path, args]`. */
  get subscribed() {
    return [...this.#session.queries.values()].map(({ path, args }) => [path, args]);
  }

  get connections() {
    return this.#sockets.sockets.length;
  }

  /** Answers until nobody asks any more; a worker may have something to tell. */
  async settle() {
    do await nextTurn();
    while (this.#step() || isUnderWay());
  }

  /** Something in the database changed. */
  change() {
    this.#time++;
    this.#transition();
  }

  /** The user's token is no good any more: says so and hangs up. */
  refuse(error = "token expired") {
    this.#hangUp(error, this.#session.identity - 1);
  }

  /** The connection ends. */
  drop() {
    this.#session.socket.failed = true;
    this.#session.socket.onclose?.({ code: 1006, reason: "" });
  }

  /** The connection is dead, and nobody says so. */
  fallSilent() {
    this.#session.isSilent = true;
  }

  /** It was a pause. */
  speakAgain() {
    this.#session.isSilent = false;
  }

  /** Says that it is there, where anyone is connected. */
  ping() {
    const { socket, isSilent } = this.#session;
    if (!isSilent && !socket.failed && !socket.closed) socket.say({ type: "Ping" });
  }

  /** Frames of a type. */
  sent(type) {
    return this.frames.filter((frame) => frame.type === type);
  }

  /** What queries were added and removed, as text. */
  edits() {
    return this.sent("ModifyQuerySet")
      .flatMap(({ modifications }) => modifications)
      .map((edit) =>
        edit.type === "Add" ? `+${edit.queryId} ${edit.udfPath}` : `-${edit.queryId}`,
      );
  }

  #step() {
    const socket = this.#sockets.last();
    if (socket === undefined || socket.closed || socket.failed) return false;
    if (this.#session?.socket !== socket) {
      if (this.isDown) return this.#fail(socket);
      if (this.isHolding) return false;
      this.#session = { socket, at: 0, queries: new Map(), querySet: 0, identity: 0, time: 0 };
      socket.open();
      return true;
    }
    if (this.#session.isSilent) return false;
    const frames = socket.sent.slice(this.#session.at);
    this.#session.at += frames.length;
    for (const frame of frames) this.#take(frame);
    return frames.length > 0;
  }

  #fail(socket) {
    socket.failed = true;
    socket.onclose({ code: 1006, reason: "" });
    return true;
  }

  #take(frame) {
    if (frame.type === "Connect" || frame.type === "Event") return;
    this.frames.push(frame);
    if (frame.type === "ModifyQuerySet") this.#edit(frame);
    else if (frame.type === "Authenticate") this.#authenticate(frame);
    else this.#run(frame);
  }

  #edit({ newVersion, modifications }) {
    for (const { type, queryId, udfPath, args } of modifications) {
      if (type === "Add")
        this.#session.queries.set(queryId, { path: udfPath, args: args[0], memory: {} });
      else this.#session.queries.delete(queryId);
    }
    this.#transition({ querySet: newVersion });
  }

  #authenticate({ baseVersion, value }) {
    if (this.refused.has(value)) this.#hangUp(`refused: ${value}`, baseVersion);
    else this.#transition({ identity: baseVersion + 1, token: value });
  }

  #hangUp(error, baseVersion) {
    const { socket } = this.#session;
    socket.say({ type: "AuthError", error, baseVersion, authUpdateAttempted: true });
    socket.onclose?.({ code: 1000, reason: "" });
  }

  #run({ type, requestId, udfPath, args }) {
    if (type === "Action") {
      const result = this.#app.action(udfPath, args[0]);
      const answer = { type: "ActionResponse", requestId, success: true, result, logLines: [] };
      return this.#session.socket.say(answer);
    }
    const result = this.#app.mutation(udfPath, args[0]);
    const head = { type: "MutationResponse", requestId, success: true, result, logLines: [] };
    this.#session.socket.say({ ...head, ts: ts(++this.#time) });
    this.#transition();
  }

  #transition(next = {}) {
    const { socket, queries, querySet, identity, time } = this.#session;
    const startVersion = { querySet, identity, ts: ts(time) };
    Object.assign(this.#session, { time: this.#time, ...next });
    const { querySet: newQuerySet, identity: newIdentity } = this.#session;
    const endVersion = { querySet: newQuerySet, identity: newIdentity, ts: ts(this.#time) };
    const modifications = [...queries].flatMap(([queryId, query]) => this.#update(queryId, query));
    socket.say({ type: "Transition", startVersion, endVersion, modifications });
  }

  #update(queryId, query) {
    const outcome = this.#outcome(query);
    if (outcome.value === undefined && outcome.type === "QueryUpdated") return [];
    const text = JSON.stringify(outcome);
    if (query.last === text) return [];
    query.last = text;
    return [{ queryId, logLines: [], journal: `journal of ${queryId}`, ...outcome }];
  }

  #outcome({ path, args, memory }) {
    try {
      return {
        type: "QueryUpdated",
        value: this.#app.query(path, args, memory, this.#session.token),
      };
    } catch ({ message, data }) {
      return { type: "QueryFailed", errorMessage: message, ...(data && { errorData: data }) };
    }
  }
}
