// The way of one frame in Node, from the socket's text to what onUpdate is told, in a process of its own.
// Prints `{name: nanoseconds of CPU a frame}`. Owns rounds and their medians. Called as `client.mjs COLUMN COUNT SCRIPT`.

import { transition } from "../lib/frames.mjs";
import { median } from "../lib/statistics.mjs";
import { documents, foreignDocuments, withOne } from "../workloads/documents.mjs";

const [column, count, script] = process.argv.slice(2);
const module = column === "official" ? "convex/react" : "lentil/react";
const { ConvexReactClient } = await import(module);

const ROUNDS = 9;
/** Frames a round: about 5 MB, of small ones less. */
const FRAMES = Math.min(200, Math.max(4, Math.round(15_000 / Number(count))));

let socket;
class HeldSocket {
  constructor() {
    socket = this;
    this.readyState = 1;
  }
  send() {}
  close() {}
}

const list = (script === "ascii" ? documents : foreignDocuments)(Number(count));
const texts = [0, 1].map((votes) => JSON.stringify(withOne(list, count >> 1, { votes })));
const watch = connect();
let at = { querySet: 1, time: 1 };
let nextTime = 2;

const encoder = new TextEncoder();
const kept = new Uint8Array(3 * texts[0].length);
const CASES = {
  copy: (text) => encoder.encodeInto(text, kept),
  parse: (text) => JSON.parse(text),
  // A message that is of no interest, with a long field: it is read to its end.
  scan: (text) => hear(`{"type":"Ping","value":${text}}`),
  same: (_, frame) => hear(frame),
  change: (_, frame) => hear(frame),
};

const timed = {};
for (const [name, run] of Object.entries(CASES)) timed[name] = measure(name, run);
const { votes } = watch.localQueryResult()[count >> 1];
if (votes !== 1 && votes !== 0) throw new Error("the last frame is not shown");
const bytes = Buffer.byteLength(texts[0]);
process.stdout.write(JSON.stringify({ ...timed, bytes }));
process.exit();

function connect() {
  const client = new ConvexReactClient("http://127.0.0.1:1", {
    webSocketConstructor: HeldSocket,
    logger: false,
  });
  const watch = client.watchQuery("documents:list", {});
  watch.onUpdate(() => {});
  socket.onopen({});
  return watch;
}

function hear(data) {
  socket.onmessage({ data });
}

/** Frames are flat strings made beforehand, as a socket gives them. */
function framesOf(name) {
  return Array.from({ length: FRAMES }, (_, index) => {
    const text = texts[name === "change" ? index % 2 : 0];
    if (name !== "same" && name !== "change") return "";
    const to = { querySet: 1, time: nextTime++ };
    const frame = transition(at, to, [{ queryId: 0, text }]);
    at = to;
    return Buffer.from(frame).toString();
  });
}

function measure(name, run) {
  if (name === "same") start();
  const times = [];
  for (let round = 0; round < ROUNDS; round++) {
    const frames = framesOf(name);
    const before = process.cpuUsage();
    for (const frame of frames) run(texts[0], frame);
    const { user, system } = process.cpuUsage(before);
    times.push(((user + system) * 1000) / FRAMES);
  }
  return median(times);
}

/** The first result, on the connection's first transition. */
function start() {
  hear(transition({ querySet: 0, time: 0 }, at, [{ queryId: 0, text: texts[0] }]));
}
