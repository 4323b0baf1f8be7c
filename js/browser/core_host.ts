/**
 * The running core of one client, and what happens when it fails.
 *
 * Owns: the instance of the module; doing what it asks of the platform (its socket, its timer, its flush); what a sign
 * that the machine is back means to it; a new one in its place. Leaves to others: what is said to the core and what it
 * says (`sync_client.ts`), when a new one begins (`restarts.ts`).
 *
 * Nothing outside calls into the module but `call`. Whatever is thrown out of it (a trap, memory or stack at their end)
 * leaves it in an unknown state: it is never entered again, and a new instance with a new session takes its place.
 */

import { type Core, newCore } from "#wasm";
import type { ClientEvent, CoreEvent, HostEvent } from "../records.js";
import type { CoreCalls } from "./core_calls.js";
import { CoreSocket, typeOf } from "./core_socket.js";
import { Frames } from "./frames.js";
import { Restarts } from "./restarts.js";
import { onReturn } from "./return_signs.js";
import { newSessionId } from "./session_id.js";

/** One core. */
export type CoreClient = Omit<InstanceType<Core["exports"]["Client"]>, "call"> & CoreCalls;

/** A call into the core. Its answer is what is to be done, as JSON. */
export type CoreCall = (client: CoreClient, frames: Frames) => string | undefined;

/** Whom a host tells what happens. */
export interface CoreOwner {
  /** Runs what the platform brings; what the core said waits in `events` when it returns. */
  run(action: () => void): void;
  /** The core failed; of what it had under way nothing more will be heard. May be told twice of one failure. */
  failed(error: unknown): void;
  /** A new core is there and has not been started; it knows of nothing. */
  restarted(): void;
  /** Must not throw. What passes between the core and the platform, for those who look closely; never what a frame holds. */
  trace(describe: () => string): void;
}

/** The core of one client. */
export class CoreHost {
  readonly #address: string;
  readonly #webSocket: typeof WebSocket;
  readonly #owner: CoreOwner;
  readonly #stopHearing: () => void;
  readonly #recover = () => this.#handleFailure();
  readonly #restarts = new Restarts();
  #core: Core | undefined;
  #client: CoreClient | undefined;
  #frames: Frames | undefined;
  #failure: { error: unknown; isBeingHandled: boolean } | undefined;
  #socket: CoreSocket | undefined;
  #due: ReturnType<typeof setTimeout> | undefined;
  #todo: CoreEvent[] = [];
  #isDoing = false;
  #events: ClientEvent[] = [];

  /**
   * @param address - the socket's
   * @throws when WebAssembly cannot run here
   */
  constructor(address: string, webSocket: typeof WebSocket, owner: CoreOwner) {
    this.#address = address;
    this.#webSocket = webSocket;
    this.#owner = owner;
    this.#make();
    this.#stopHearing = onReturn(({ type }) =>
      this.#on((client) => client.call(type === "online" ? "reconnect" : "wake", 0)),
    );
  }

  /** Whether there is a core to call. */
  get isUp(): boolean {
    return this.#client !== undefined;
  }

  /** Calls the core and does what it asks. Its answer, if any; undefined where there is no core, or none any more. */
  call(method: CoreCall): number | undefined {
    const client = this.#client;
    const frames = this.#frames;
    const events = this.read(method);
    if (events === undefined || client !== this.#client) return undefined;
    let answer = 0;
    for (const event of frames?.read(events) ?? []) {
      if ("answer" in event) answer = event.answer;
      else this.#todo.push(event);
    }
    this.#do();
    return client === this.#client ? answer : undefined;
  }

  /** What the core said since this was asked last. */
  events(): ClientEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Calls the core for a text alone. */
  read(method: CoreCall): string | undefined {
    if (this.#failure) this.#handleFailure();
    const client = this.#client;
    const frames = this.#frames;
    if (client === undefined || frames === undefined) return undefined;
    try {
      return method(client, frames) ?? "";
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  /** Ends the core for good. */
  free(): void {
    this.#restarts.cancel();
    this.#failure = undefined;
    this.#leave();
    this.#stopHearing();
  }

  #make(): void {
    const core = newCore();
    this.#client = new core.exports.Client(newSessionId()) as CoreClient;
    this.#frames = new Frames(core, this.#client);
    this.#core = core;
  }

  /** The platform calls the core. */
  #on(method: CoreCall): void {
    this.#owner.run(() => this.call(method));
  }

  /** In order, also what the doing brings: a socket may answer while it is written to. */
  #do(): void {
    if (this.#isDoing) return;
    this.#isDoing = true;
    try {
      for (let event = this.#todo.shift(); event; event = this.#todo.shift()) {
        if (isForHost(event)) this.#doOne(event);
        else this.#events.push(event as ClientEvent);
      }
    } finally {
      this.#isDoing = false;
    }
  }

  #doOne(event: HostEvent): void {
    this.#owner.trace(() => describe(event, this.#address));
    if ("openSocket" in event) this.#open(event.openSocket);
    else if ("closeSocket" in event) this.#close(event.closeSocket);
    else if ("send" in event) this.#send(event.send.socket, event.send.text);
    else if ("deadline" in event) this.#arm(event.deadline);
    else queueMicrotask(() => this.#on((client) => client.call("flush", 0)));
  }

  #open(id: number): void {
    const client = this.#client;
    const socket = new CoreSocket(id, (method, what) => {
      if (this.#socket !== socket) return;
      this.#owner.trace(() => `socket ${id}: ${what()}`);
      this.#on(method);
    });
    this.#socket = socket;
    const error = socket.open(this.#webSocket, this.#address);
    // The app's class may have called the client in the meantime, and that may have been too much.
    if (client !== this.#client) socket.letGo();
    else if (error !== undefined) this.#events.push({ error });
    if (error !== undefined) this.call((core) => core.call("socketClosed", id, error, ABNORMAL));
  }

  #close(id: number): void {
    if (this.#socket?.id !== id) return;
    this.#socket.letGo();
    this.#socket = undefined;
  }

  #send(id: number, frame: string): void {
    if (this.#socket?.id !== id || this.#socket.send(frame)) return;
    // Nothing more may go out on it: what follows a frame that is missing would be read without it.
    this.#close(id);
    this.call((client) => client.call("sendFailed", id));
  }

  #arm(ms: number): void {
    clearTimeout(this.#due);
    this.#due = setTimeout(() => this.#on((client) => client.call("due", 0)), ms);
  }

  /** Where the stack is at its end nothing more than this can be done for sure; the rest is tried until it is done. */
  #fail(error: unknown): void {
    this.#client = undefined;
    this.#failure = { error, isBeingHandled: false };
    try {
      this.#handleFailure();
    } catch {
      queueMicrotask(this.#recover);
    }
  }

  #handleFailure(): void {
    const failure = this.#failure;
    if (failure === undefined || failure.isBeingHandled) return;
    failure.isBeingHandled = true;
    try {
      this.#leave();
      this.#owner.failed(failure.error);
      this.#restarts.schedule(() => this.#restart());
      this.#failure = undefined;
    } finally {
      failure.isBeingHandled = false;
    }
  }

  /** Lets go of everything that the core had. */
  #leave(): void {
    clearTimeout(this.#due);
    this.#todo = [];
    this.#isDoing = false;
    const core = this.#core;
    this.#core = this.#client = this.#frames = undefined;
    core?.stop();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.letGo();
  }

  #restart(): void {
    try {
      this.#make();
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#owner.restarted();
  }
}

/** What a socket that could not be made counts as: closed without a word. */
const ABNORMAL = "1006";

function describe(event: HostEvent, address: string): string {
  if ("openSocket" in event) return `socket ${event.openSocket}: connecting to ${address}`;
  if ("send" in event) return `socket ${event.send.socket}: sending ${typeOf(event.send.text)}`;
  return JSON.stringify(event);
}

const FOR_HOST = ["openSocket", "closeSocket", "send", "deadline", "flush"];

const isForHost = (event: CoreEvent): event is HostEvent => FOR_HOST.some((name) => name in event);
