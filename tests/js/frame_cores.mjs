// Cores that frames are handed over to, with a look at what is written: one under the test's hand, and a real one.

import assert from "node:assert/strict";
import { Frames } from "../../dist/js/browser/frames.js";
import { newCore } from "../../dist/js/wasm/inline.js";
import { transition } from "./fake_socket.mjs";

export const SLOTS = 4;

/** A core that remembers every frame until it is told to forget, and puts frames together in its own way. */
export function fakeCore() {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const slots = new Map();
  const messages = [];
  const client = {
    room(bytes) {
      const missing = bytes - memory.buffer.byteLength;
      // A memory that grows has another buffer.
      if (missing > 0) memory.grow(Math.ceil(missing / 65_536));
      return 0;
    },
    knows: (slot) => slots.has(slot),
    message(_socket, bytes, isAscii, slot, steps = []) {
      const written = new Uint8Array(memory.buffer, 0, bytes);
      const read = (from, to) =>
        new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
          written.subarray(from, to),
        );
      let [text, used] = ["", 0];
      for (let at = 0; at < steps.length; at += 3) {
        const [count, from, length] = steps.slice(at, at + 3);
        assert.ok(slots.has(slot), "a part of a frame that the core does not have");
        const part = slots.get(slot).slice(from, from + length);
        assert.ok(part.length === length && part.isWellFormed());
        text += read(used, used + count) + part;
        used += count;
      }
      text += read(used, bytes);
      assert.equal(
        isAscii,
        written.every((byte) => byte < 128),
        "ASCII or not",
      );
      if (slot < SLOTS) slots.set(slot, text);
      messages.push({ text, bytes, slot, steps });
    },
  };
  const frames = new Frames({ memory: () => memory }, client);
  const say = (text) => {
    frames.message(1, text);
    frames.read("");
    assert.equal(messages.at(-1).text, text);
    return messages.at(-1);
  };
  return { say, forget: () => slots.clear() };
}

/** A real core that watches one query; whom results are told. */
export function realCore() {
  const core = newCore();
  const client = new core.exports.Client(crypto.randomUUID());
  client.start(false, false, 10_000, 60_000, 16_000);
  client.call("subscribe", 0, "m:text", "{}");
  client.call("socketOpened", 0);
  let [time, bytes] = [0, 0];
  const seen = {
    room: (size) => client.room(size),
    knows: (slot) => client.knows(slot),
    message: (...args) => {
      bytes = args[1];
      return client.message(...args);
    },
  };
  const frames = new Frames(core, seen);
  /** Of a result's JSON: what changed, how much was written. */
  const sayText = (json) => {
    const from = time === 0 ? [0, 0] : [1, time];
    const around = JSON.stringify(transition(from, [1, ++time], { 0: "here" }));
    const text = around.replace('"here"', () => json);
    const events = frames.read(frames.message(0, text) ?? "");
    return {
      changes: events.flatMap(({ record }) => record?.queries ?? []),
      bytes,
      length: text.length,
    };
  };
  /** Of a result: what is shown then, which the core gives only to whoever throws away what he has. */
  const say = (value) => {
    const said = sayText(JSON.stringify(value));
    return { ...said, shown: JSON.parse(client.call("value", 0)).set };
  };
  return { client, say, sayText };
}
