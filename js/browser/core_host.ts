/**
 * The running core of one client, and what happens when it fails.
 *
 * Owns: the instance of the module, its socket as a thing to let go of, restarts. Leaves to others: what is said to the
 * core and what it says (`sync_client.ts`).
 *
 * Whatever is thrown out of the module (a trap, memory or stack at their end) leaves it in an unknown state. It is then
 * never entered again: a new instance with a new session takes its place.
 */

import { type Core, newCore } from "#wasm";
import type { CoreEvent } from "../records.js";
import { newSessionId } from "./session_id.js";

/** One core. */
export type CoreClient = InstanceType<Core["exports"]["Client"]>;

/** Whom a host tells what happens. */
export interface CoreOwner {
  /** Runs a callback of the platform; what the core said waits in `events` when it returns. */
  run(callback: () => void): void;
  /** The core failed; of what it had under way nothing more will be heard. */
  failed(error: unknown): void;
  /** A new core is there and has not been started; it knows of nothing. */
  restarted(): void;
}

type Callback = (argument: unknown) => void;

/** A failure this long (ms) after the last one is a first one, which does not wait. */
const CALM = 60_000;
const FIRST_DELAY = 1_000;

/** The core of one client. */
export class CoreHost {
  readonly #address: string;
  readonly #webSocket: typeof WebSocket;
  readonly #owner: CoreOwner;
  #core: Core | undefined;
  #client: CoreClient | undefined;
  #socket: WebSocket | undefined;
  #events: CoreEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failedAt = Number.NEGATIVE_INFINITY;
  #delay = 0;

  /** @throws when the address cannot be a deployment's, or WebAssembly cannot run here */
  constructor(address: string, webSocket: typeof WebSocket, owner: CoreOwner) {
    this.#address = address;
    this.#webSocket = webSocket;
    this.#owner = owner;
    this.#client = this.#make();
  }

  /** Calls the core. Undefined where there is none, or where it failed in this call. */
  call<T>(method: (client: CoreClient) => T): T | undefined {
    const client = this.#client;
    if (client === undefined) return undefined;
    try {
      return method(client);
    } catch (error) {
      if (client === this.#client) this.#fail(error);
      return undefined;
    }
  }

  /** What the core said since this was asked last. */
  events(): CoreEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Ends the core for good. Not to be called from within one of its calls. */
  free(): void {
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    try {
      client?.free();
    } catch {} // it ends either way
    this.#core?.stop();
  }

  #make(): CoreClient {
    const isCurrent = () => client === this.#client;
    const guard = (callback: Callback) => (argument: unknown) => {
      if (isCurrent()) this.#owner.run(() => this.call(() => callback(argument)));
    };
    const connect = (url: string) => {
      this.#socket = new this.#webSocket(url);
      return this.#socket;
    };
    const deliver = (json: string) => {
      if (isCurrent()) this.#events.push(...(JSON.parse(json) as CoreEvent[]));
    };
    this.#core = newCore();
    const { Client } = this.#core.exports;
    const client: CoreClient = new Client(this.#address, newSessionId(), connect, guard, deliver);
    return client;
  }

  #fail(error: unknown): void {
    this.#client = undefined;
    const core = this.#core;
    queueMicrotask(() => core?.stop()); // an outer call of it may still be on the stack
    letGo(this.#socket);
    const now = performance.now();
    const isFirst = now - this.#failedAt > CALM;
    this.#delay = isFirst ? 0 : Math.min(Math.max(2 * this.#delay, FIRST_DELAY), CALM / 2);
    this.#failedAt = now;
    this.#timer = setTimeout(() => this.#restart(), this.#delay);
    this.#owner.failed(error);
  }

  #restart(): void {
    try {
      this.#client = this.#make();
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#owner.restarted();
  }
}

/** A socket that nobody hears any more. The error handler stays: without one npm ws ends its process. */
function letGo(socket: WebSocket | undefined): void {
  if (socket === undefined) return;
  socket.onopen = socket.onmessage = socket.onclose = null;
  socket.onerror = () => {};
  socket.close();
}
