// What the runner sees of a page, as `globalThis.bench`: wasm memories, renders, and one acknowledgement a step, on a
// socket of its own, for a client may have its socket in a worker. Import it first: clients take WebAssembly from the
// global scope. Owns counting and pacing. Leaves to the runner: what is read when.

const RealInstance = WebAssembly.Instance;
const memories = [];

WebAssembly.Instance = new Proxy(RealInstance, {
  construct(target, args) {
    const instance = new target(...args);
    const exported = Object.values(instance.exports);
    memories.push(...exported.filter((value) => value instanceof WebAssembly.Memory));
    return instance;
  },
});

export const bench = {
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
    return paceBy({ characterData: true, subtree: true }, perStep);
  },
  /** The same for a page on which something appears. */
  paceByElements() {
    return paceBy({ childList: true, subtree: true }, 1);
  },
  /** The same, told by one element's text alone. */
  paceByMark() {
    const mark = document.querySelector("#mark");
    return paceBy({ characterData: true, subtree: true }, 1, mark);
  },
};
globalThis.bench = bench;

async function paceBy(what, perStep, where = document.body) {
  const socket = new WebSocket(`${location.origin.replace("http", "ws")}/shown`);
  await new Promise((open) => {
    socket.onopen = open;
  });
  let seen = 0;
  new MutationObserver((changes) => {
    seen += changes.length;
    if (seen < perStep) return;
    seen -= perStep;
    requestAnimationFrame(() => socket.send("shown"));
  }).observe(where, what);
}

/** Where the page's client finds its deployment. */
export const ADDRESS = location.origin;
