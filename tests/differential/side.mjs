// One client in its world, with its line and its scripted server; and what was seen of it in a step.
//
// Owns: subscribers, promises and optimistic updates by the ids of the steps that made them, the observation. Leaves to
// others: what steps do (`client_steps.mjs`, `server_steps.mjs`).

import { told, toldError } from "./clients.mjs";
import { Server } from "./server.mjs";
import { Line } from "./socket.mjs";
import { keyOf, QUERIES } from "./wire.mjs";
import { EPOCH, World } from "./world.mjs";

/** A client under a script. */
export class Side {
  world = new World();
  server = new Server();
  line = new Line(this.world, this.server);
  subscribers = new Map();
  /** By subscriber, also those that left: the index of the query. */
  queryOf = new Map();
  /** By request id: the step that made it. */
  requests = [];
  /** Who gives tokens, and the number of the next one. */
  tokens;
  nextToken = 0;
  #seen = newSeen();
  #opened = 0;
  #published = JSON.stringify(UNCONNECTED);

  constructor(Client) {
    this.Client = Client;
    this.world.afterTask = () => this.#listenToSilence();
  }

  /** What a subscriber is shown now and was not told. */
  #listenToSilence() {
    for (const [id, subscriber] of this.subscribers) {
      const shown = this.client.read(subscriber.query);
      if (shown === subscriber.known) continue;
      subscriber.known = shown;
      this.#seen.events.push(["silent", id, shown]);
    }
  }

  async start() {
    const note =
      (kind) =>
      (...words) =>
        this.#seen.logs.push([kind, ...words.map(String)].join(" "));
    const logger = { log: note("log"), warn: note("warn"), error: note("error"), logVerbose() {} };
    const options = {
      webSocketConstructor: this.line.Socket,
      logger,
      unsavedChangesWarning: false,
    };
    await this.world.run(() => {
      this.client = new this.Client(options);
      this.client.onState((state) => {
        this.#seen.published = plainState(state);
      });
    });
  }

  async stop() {
    await this.world.run(() => this.client.close());
  }

  subscribe(id, index, journal) {
    const query = QUERIES[index];
    this.queryOf.set(id, index);
    const subscriber = { index, query };
    const hear = () => {
      subscriber.known = this.client.read(query);
      this.#seen.events.push(["heard", id, subscriber.known]);
    };
    subscriber.leave = this.client.subscribe(query, hear, journal);
    subscriber.known = this.client.read(query);
    this.#seen.events.push(["first", id, subscriber.known]);
    this.subscribers.set(id, subscriber);
  }

  unsubscribe(id) {
    const subscriber = this.subscribers.get(id);
    this.subscribers.delete(id);
    subscriber?.leave();
    return subscriber;
  }

  /** Makes a request by `call` and notes how it ends. */
  request(step, call) {
    this.requests.push(step);
    const { id } = step;
    const note = (outcome) => this.#seen.events.push(["settled", id, outcome]);
    call().then(
      (value) => note(told(value)),
      (error) => note(toldError(error)),
    );
  }

  /** Notes what an app is told of its user, or asked for. */
  tell(what, value) {
    this.#seen.auth.push([what, value]);
  }

  /** Notes what an optimistic update reads. */
  read(query, value) {
    this.#seen.reads.push([query, told(value)]);
  }

  /** Whether this connection was told a result of the query. */
  isDelivered(index) {
    return this.server.hasDelivered(keyOf(QUERIES[index]));
  }

  /** The present as the client reads it. */
  timeNow() {
    return EPOCH + Math.floor(this.world.now);
  }

  /** What was seen since the last step. */
  async observe() {
    const seen = this.#seen;
    this.#seen = newSeen();
    await this.world.run(() => {
      for (const [id, { query }] of this.subscribers) {
        seen.shows[id] = this.client.read(query);
        seen.lines[id] = this.client.logLines(query);
        seen.journals[id] = JSON.stringify(this.client.journal(query));
      }
      seen.state = plainState(this.client.state());
      seen.hasAuth = this.client.hasAuth();
    });
    // The official client tells the first state also where nothing has changed since it was asked.
    if (JSON.stringify(seen.published) === this.#published) seen.published = undefined;
    this.#published = JSON.stringify(seen.state);
    seen.wire = this.server.takeRecord();
    seen.opened = this.line.sockets.length - this.#opened;
    this.#opened = this.line.sockets.length;
    seen.thrown = this.world.thrown.splice(0);
    return seen;
  }
}

const UNCONNECTED = {
  hasInflightRequests: false,
  isWebSocketConnected: false,
  hasEverConnected: false,
  connectionCount: 0,
  connectionRetries: 0,
  timeOfOldestInflightRequest: null,
  inflightMutations: 0,
  inflightActions: 0,
};

const newSeen = () => ({
  events: [],
  shows: {},
  journals: {},
  lines: {},
  reads: [],
  auth: [],
  logs: [],
  published: undefined,
});

function plainState(state) {
  const oldest = state.timeOfOldestInflightRequest;
  return { ...state, timeOfOldestInflightRequest: oldest?.getTime() ?? null };
}
