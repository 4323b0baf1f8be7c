/**
 * The way of frames into the core, and of large values past it.
 *
 * Owns: writing text into the core's memory; what of a large frame need not be written, as the core has it from one
 * before (`src/frames.rs` puts them together). Leaves to others: what frames mean (the core). To encode a text
 * costs more than all that the core does with it, to compare it a twentieth; and servers repeat themselves.
 */

import type { Core } from "#wasm";
import type { CoreEvent } from "../records.js";
import { findRepetition, type Repetition, resembles } from "./repetition.js";

type CoreClient = InstanceType<Core["exports"]["Client"]>;

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
    const isLarge = text.length >= LARGE && text.length < TOO_LARGE;
    const [slot, { fresh, parts }] = isLarge ? this.#compare(text) : [SLOTS, allOf(text)];
    const written = this.#write(fresh);
    const steps = parts.flatMap(([from, count], index) => [written[index] ?? 0, from, count]);
    if (isLarge) this.#remembered[slot] = text;
    const bytes = sum(written);
    return this.#client.message(
      socket,
      bytes,
      bytes === sum(fresh.map(({ length }) => length)),
      slot,
      steps.length > 0 ? new Uint32Array(steps) : undefined,
    );
  }

  /** Reads the answer to the last call. */
  read(answer: string): CoreEvent[] {
    const frame = this.#frame;
    this.#frame = "";
    const events: CoreEvent[] = answer === "" ? [] : JSON.parse(answer);
    for (const event of events) {
      if (frame === "" || !("record" in event)) continue;
      for (const { whole } of event.record.queries) {
        if (whole?.slice) whole.set = JSON.parse(frame.slice(...whole.slice));
      }
    }
    return events;
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

  /** Writes texts one behind the other; how many bytes each takes. */
  #write(texts: string[]): number[] {
    let room = sum(texts.map(({ length }) => length));
    let start = this.#client.room(room);
    let used = 0;
    return texts.map((text) => {
      const before = used;
      for (let rest = text; rest !== ""; ) {
        const free = new Uint8Array(this.#memory().buffer, start + used, room - used);
        const done = encoder.encodeInto(rest, free);
        used += done.written;
        rest = rest.slice(done.read);
        if (rest === "") break;
        // What is not ASCII takes up to three times as much.
        room = Math.max(room, used + 3 * rest.length);
        start = this.#client.room(room);
      }
      return used - before;
    });
  }
}

const allOf = (text: string): Repetition => ({ fresh: [text], parts: [] });

const sum = (numbers: number[]): number => numbers.reduce((sum, number) => sum + number, 0);
