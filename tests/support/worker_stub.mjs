// The global Worker in Node, with sockets that a test gives: the very script of lentil/worker, in scopes of its own, its
// messages copied and delivered one by one in later turns, as a browser does. Leaves a real thread to tests/e2e.

import script from "../../dist/js/worker/script_text.js";

/** Workers that were made, oldest first; a file of tests has its own. */
export const workers = [];

/** The socket class by the address that it is asked for. */
const sockets = new Map();
let messagesUnderWay = 0;

/** Sockets to this deployment are of this class. */
export function socketsAt(deployment, WebSocket) {
  sockets.set(`${deployment.replace("http", "ws")}/`, WebSocket);
}

/** Whether a message is on its way. */
export const isUnderWay = () => messagesUnderWay > 0;

function socketTo(url) {
  const [, Class] = [...sockets].find(([start]) => url.startsWith(start));
  return new Class(url);
}

/** Runs after this turn, in order. */
function later(deliver) {
  messagesUnderWay++;
  setImmediate(() => {
    messagesUnderWay--;
    deliver();
  });
}

class StubWorker {
  onmessage = null;
  onerror = null;
  /** What is dispatched in the worker's scope: its signs and messages. */
  scope = new EventTarget();
  isEnded = false;
  #timers = new Set();

  constructor() {
    workers.push(this);
    const { scope } = this;
    this.#run({
      postMessage: (message) => this.#deliver("onmessage", { data: structuredClone(message) }),
      addEventListener: (...args) => scope.addEventListener(...args),
      removeEventListener: (...args) => scope.removeEventListener(...args),
      dispatchEvent: (event) => scope.dispatchEvent(event),
      close: () => this.terminate(),
      setTimeout: (...args) => this.#timer(...args),
      WebSocket: socketTo,
    });
  }

  postMessage(message) {
    const data = structuredClone(message);
    later(() => this.#tell(Object.assign(new Event("message"), { data })));
  }

  terminate() {
    this.isEnded = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** The script throws, out of anything. */
  break(message) {
    this.#deliver("onerror", { message });
  }

  #run(globals) {
    const scope = new Proxy(globalThis, {
      get: (all, name) => globals[name] ?? all[name],
    });
    const run = new Function("globalThis", ...Object.keys(globals), script);
    run(scope, ...Object.values(globals));
  }

  #timer(...args) {
    const timer = setTimeout(...args);
    this.#timers.add(timer);
    return timer;
  }

  #tell(event) {
    if (this.isEnded) return;
    this.scope.dispatchEvent(event);
  }

  #deliver(handler, event) {
    later(() => {
      if (!this.isEnded || handler === "onmessage") this[handler]?.(event);
    });
  }
}

globalThis.Worker = StubWorker;
