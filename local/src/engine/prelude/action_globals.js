// What only actions may use: the network, timers and real randomness.
//
// Owns: fetch with Headers and Response, setTimeout and setInterval, crypto's random values.
// Leaves to the host: sending requests and waiting.

/** Bytes of randomness that the web platform gives at once. */
const RANDOM_BYTES = 65_536;

export function installActionGlobals(host, send) {
  globalThis.Headers = Headers;
  globalThis.Response = Response;
  globalThis.fetch = (resource, init) => fetchWith(send, resource, init ?? {});
  installTimers(send);
  globalThis.crypto = {
    randomUUID: () => host.randomUuid(),
    getRandomValues: (array) => {
      if (array.byteLength > RANDOM_BYTES) {
        throw new RangeError(
          `getRandomValues: ${array.byteLength} bytes asked for, at most ${RANDOM_BYTES} are given at once`,
        );
      }
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      bytes.set(Uint8Array.fromBase64(host.randomBytes(bytes.length)));
      return array;
    },
  };
}

function installTimers(send) {
  let next = 1;
  const running = new Set();
  const repeat = (callback, delay, args, again) => {
    const id = next++;
    running.add(id);
    const wait = async () => {
      do {
        await send("lentil/sleep", JSON.stringify({ ms: Math.max(0, Number(delay) || 0) }));
        if (!running.has(id)) return;
        if (!again) running.delete(id);
        callback(...args);
      } while (again && running.has(id));
    };
    wait();
    return id;
  };
  globalThis.setTimeout = (callback, delay, ...args) => repeat(callback, delay, args, false);
  globalThis.setInterval = (callback, delay, ...args) => repeat(callback, delay, args, true);
  globalThis.clearTimeout = (id) => void running.delete(id);
  globalThis.clearInterval = globalThis.clearTimeout;
}

class Headers {
  #values = new Map();
  constructor(init = {}) {
    const pairs = init instanceof Headers || Array.isArray(init) ? init : Object.entries(init);
    for (const [name, value] of pairs) this.append(name, value);
  }
  append(name, value) {
    const known = this.get(name);
    this.set(name, known === null ? value : `${known}, ${value}`);
  }
  delete(name) {
    this.#values.delete(String(name).toLowerCase());
  }
  get(name) {
    return this.#values.get(String(name).toLowerCase()) ?? null;
  }
  has(name) {
    return this.#values.has(String(name).toLowerCase());
  }
  set(name, value) {
    this.#values.set(String(name).toLowerCase(), String(value));
  }
  forEach(visit) {
    for (const [name, value] of this) visit(value, name, this);
  }
  keys() {
    return [...this].map(([name]) => name).values();
  }
  values() {
    return [...this].map(([, value]) => value).values();
  }
  entries() {
    return this[Symbol.iterator]();
  }
  [Symbol.iterator]() {
    return [...this.#values].sort(([a], [b]) => (a < b ? -1 : 1)).values();
  }
}

class Response {
  #body;
  #used = false;
  constructor(body = null, { status = 200, statusText = "", headers = {}, url = "" } = {}) {
    this.#body = body === null ? new Uint8Array() : bytesOf(body);
    this.status = status;
    this.statusText = statusText;
    this.headers = new Headers(headers);
    this.url = url;
    this.ok = status >= 200 && status < 300;
  }
  get bodyUsed() {
    return this.#used;
  }
  async bytes() {
    if (this.#used) throw new TypeError("Body is unusable: Body has already been read");
    this.#used = true;
    return this.#body;
  }
  async arrayBuffer() {
    const bytes = await this.bytes();
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  }
  async text() {
    return new TextDecoder().decode(await this.bytes());
  }
  async json() {
    return JSON.parse(await this.text());
  }
}

async function fetchWith(send, resource, init) {
  const headers = new Headers(init.headers);
  if (typeof init.body === "string" && !headers.has("content-type")) {
    headers.set("content-type", "text/plain;charset=UTF-8");
  }
  if (init.body instanceof URLSearchParams && !headers.has("content-type")) {
    headers.set("content-type", "application/x-www-form-urlencoded;charset=UTF-8");
  }
  const request = {
    url: String(resource),
    method: String(init.method ?? "GET").toUpperCase(),
    headers: [...headers],
    body: init.body === undefined || init.body === null ? null : bytesOf(init.body).toBase64(),
    followRedirects: (init.redirect ?? "follow") === "follow",
  };
  let answer;
  try {
    answer = JSON.parse(await send("lentil/fetch", JSON.stringify(request)));
  } catch (error) {
    throw new TypeError(error.message);
  }
  return new Response(Uint8Array.fromBase64(answer.body), answer);
}

function bytesOf(body) {
  if (typeof body === "string" || body instanceof URLSearchParams)
    return new TextEncoder().encode(String(body));
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body))
    return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  throw new TypeError(
    "this kind of body is not supported yet by the local deployment; use a string or bytes",
  );
}
