/**
 * The way of frames into the core, and of large values past it.
 *
 * Owns: writing text into the core's memory; what of a large frame need not be written, as the core has it from one
 * before (`src/frames.rs` puts them together). Leaves to others: what frames mean (the core), values (`complete.ts`). To
 * encode a text costs more than all that the core does with it, to compare it a twentieth; and servers repeat themselves.
 */

import type { Core } from "#wasm";
import type { CoreEvent } from "../records.js";
import { complete } from "./complete.js";
import { findRepetition, type Repetition, resembles } from "./repetition.js";

type CoreClient = Pick<InstanceType<Core["exports"]["Client"]>, "room" | "knows" | "message">;

/** How many large frames are remembered, in slots that the core has too. */
const SLOTS = 4;
/** In UTF-16 code units: what is shorter is written as it is, what is longer is not remembered. */
const [LARGE, TOO_LARGE] = [8192, 2 ** 24];

const encoder = new TextEncoder();

/** The frames of one core. */
export class Frames {
  readonly #memory: () => WebAssembly.Memory;
  readonly #client: CoreClient;
  readonly #remembered: (string | undefined)[] = [];
  #nextSlot = 0;
  /** The one that the core is being told. */
  #frame = "";

  constructor(core: Core, client: CoreClient) {
    this.#memory = core.memory;
    this.#client = client;
  }

  /** Tells the core of a text frame; gives its answer. */
  message(socket: number, text: string): string | undefined {
    this.#frame = text;
    const { length } = text;
    if (length >= LARGE && length < TOO_LARGE) return this.#largeMessage(socket, text);
    const bytes = this.#write(text, 0, length);
    return this.#client.message(socket, bytes, bytes === length, SLOTS);
  }

  /** Reads the answer to the last call. */
  read(answer: string): CoreEvent[] {
    const frame = this.#frame;
    this.#frame = "";
    const events: CoreEvent[] = answer === "" ? [] : JSON.parse(answer);
    for (const event of events) if ("record" in event) complete(event.record, frame);
    return events;
  }

  #largeMessage(socket: number, text: string): string | undefined {
    const [slot, { fresh, parts }] = this.#compare(text);
    const units = fresh.reduce((sum, { length }) => sum + length, 0);
    const steps: number[] = [];
    let bytes = 0;
    fresh.forEach((one, index) => {
      const before = bytes;
      bytes = this.#write(one, before, Math.max(units, before));
      const part = parts[index];
      if (part) steps.push(bytes - before, ...part);
    });
    this.#remembered[slot] = text;
    const packed = steps.length > 0 ? new Uint32Array(steps) : undefined;
    return this.#client.message(socket, bytes, bytes === units, slot, packed);
  }

  /** The slot for a large frame, and what it repeats of the one that is there. */
  #compare(text: string): [slot: number, Repetition] {
    for (let slot = 0; slot < SLOTS; slot++) {
      const old = this.#remembered[slot];
      if (old === undefined) continue;
      if (!this.#client.knows(slot)) this.#remembered[slot] = undefined;
      else if (resembles(old, text)) return [slot, findRepetition(old, text)];
    }
    this.#nextSlot = (this.#nextSlot + 1) % SLOTS;
    return [this.#nextSlot, allOf(text)];
  }

  /** Writes a text behind `used` bytes, in a room of so many or more; how many bytes are used then. */
  #write(text: string, used: number, room: number): number {
    let end = used;
    for (let rest = text; ; room = end + 3 * rest.length) {
      const start = this.#client.room(room);
      const free = new Uint8Array(this.#memory().buffer, start + end, room - end);
      const { read, written } = encoder.encodeInto(rest, free);
      end += written;
      if (read === rest.length) return end;
      // What is not ASCII takes up to three times as much.
      rest = rest.slice(read);
    }
  }
}

const allOf = (text: string): Repetition => ({ fresh: [text], parts: [] });
