// What the runner sees of a page, as `globalThis.bench`: the client's socket, wasm memories, renders, and one
// acknowledgement a step. Import it first: clients take WebSocket and WebAssembly from the global scope.
// Owns counting and pacing. Leaves to the runner: what is read when.

const RealSocket = globalThis.WebSocket;
const RealInstance = WebAssembly.Instance;
const memories = [];

class WatchedSocket extends RealSocket {
  constructor(...args) {
    super(...args);
    bench.socket = this;
  }
}
globalThis.WebSocket = WatchedSocket;

WebAssembly.Instance = new Proxy(RealInstance, {
  construct(target, args) {
    const instance = new target(...args);
    const exported = Object.values(instance.exports);
    memories.push(...exported.filter((value) => value instanceof WebAssembly.Memory));
    return instance;
  },
});

export const bench = {
  socket: null,
  /** Components rendered: rows, and what holds them. */
  rows: 0,
  lists: 0,
  /** Told the time of each commit of the list. */
  onCommit: () => {},
  wasmBytes: () => memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
  cells: () => [...document.querySelectorAll(".cell")].map((cell) => cell.textContent),
  countOfCells: () => document.querySelectorAll(".cell").length,

  /** From now on each step is acknowledged in the frame that shows it; a step changes so many texts. */
  paceByTexts(perStep) {
    paceBy({ characterData: true, subtree: true }, perStep);
  },
  /** The same for a page on which something appears. */
  paceByElements() {
    paceBy({ childList: true, subtree: true }, 1);
  },
  /** The same, told by one element's text alone. */
  paceByMark() {
    paceBy({ characterData: true, subtree: true }, 1, document.querySelector("#mark"));
  },
};
globalThis.bench = bench;

function paceBy(what, perStep, where = document.body) {
  let seen = 0;
  new MutationObserver((changes) => {
    seen += changes.length;
    if (seen < perStep) return;
    seen -= perStep;
    requestAnimationFrame(() => bench.socket.send("shown"));
  }).observe(where, what);
}

/** Where the page's client finds its deployment. */
export const ADDRESS = location.origin;
