// The small part of the web platform that every function may use.
//
// Owns: TextEncoder, TextDecoder, URL, URLSearchParams.
// Leaves to others: parsing URLs (the host), anything that reaches outside (action_globals.js).

export function installWebGlobals(host) {
  globalThis.TextEncoder = class TextEncoder {
    encoding = "utf-8";
    encode(text = "") {
      return Uint8Array.fromBase64(host.encodeUtf8(String(text).toWellFormed()));
    }
  };
  globalThis.TextDecoder = class TextDecoder {
    encoding = "utf-8";
    constructor(label = "utf-8") {
      if (!/^utf-?8$/i.test(label)) {
        throw new RangeError(
          `TextDecoder: only utf-8 is supported yet by the local deployment, not ${label}`,
        );
      }
    }
    decode(bytes = new Uint8Array()) {
      const view = ArrayBuffer.isView(bytes)
        ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        : new Uint8Array(bytes);
      return host.decodeUtf8(view.toBase64());
    }
  };
  globalThis.URLSearchParams = URLSearchParams;
  globalThis.URL = urlClass(host);
}

class URLSearchParams {
  #pairs = [];
  constructor(init = "") {
    if (typeof init === "string") this.#parse(init.replace(/^\?/, ""));
    else if (init[Symbol.iterator]) for (const [name, value] of init) this.append(name, value);
    else for (const [name, value] of Object.entries(init)) this.append(name, value);
  }
  #parse(text) {
    for (const part of text.split("&").filter((part) => part !== "")) {
      const at = part.indexOf("=");
      this.append(
        unescapeForm(at < 0 ? part : part.slice(0, at)),
        unescapeForm(at < 0 ? "" : part.slice(at + 1)),
      );
    }
  }
  append(name, value) {
    this.#pairs.push([String(name), String(value)]);
  }
  delete(name) {
    this.#pairs = this.#pairs.filter(([key]) => key !== name);
  }
  get(name) {
    return this.#pairs.find(([key]) => key === name)?.[1] ?? null;
  }
  getAll(name) {
    return this.#pairs.filter(([key]) => key === name).map(([, value]) => value);
  }
  has(name) {
    return this.#pairs.some(([key]) => key === name);
  }
  set(name, value) {
    const at = this.#pairs.findIndex(([key]) => key === name);
    if (at < 0) return this.append(name, value);
    this.#pairs = this.#pairs.filter(([key], index) => key !== name || index === at);
    this.#pairs[this.#pairs.findIndex(([key]) => key === name)][1] = String(value);
  }
  forEach(visit) {
    for (const [name, value] of this.#pairs) visit(value, name, this);
  }
  keys() {
    return this.#pairs.map(([name]) => name).values();
  }
  values() {
    return this.#pairs.map(([, value]) => value).values();
  }
  entries() {
    return this.#pairs.map((pair) => [...pair]).values();
  }
  [Symbol.iterator]() {
    return this.entries();
  }
  get size() {
    return this.#pairs.length;
  }
  toString() {
    return this.#pairs.map(([name, value]) => `${escapeForm(name)}=${escapeForm(value)}`).join("&");
  }
}

function urlClass(host) {
  const wellFormed = (text) => (text === undefined ? undefined : String(text).toWellFormed());
  const parse = (url, base) => host.parseUrl(String(url).toWellFormed(), wellFormed(base));
  return class URL {
    constructor(url, base) {
      const parts = parse(url, base);
      if (parts === undefined) throw new TypeError(`Invalid URL: ${url}`);
      Object.assign(this, JSON.parse(parts));
      this.searchParams = new URLSearchParams(this.search);
    }
    static canParse(url, base) {
      return parse(url, base) !== undefined;
    }
    /** The parts are plain fields here, so the text is put together when asked for. */
    get href() {
      const user =
        this.username === "" ? "" : `${this.username}${this.password && `:${this.password}`}@`;
      const authority = this.host === "" ? "" : `//${user}${this.host}`;
      const query = this.searchParams.toString();
      const search =
        query === ""
          ? ""
          : this.search === "" || isChanged(this, query)
            ? `?${query}`
            : this.search;
      return `${this.protocol}${authority}${this.pathname}${search}${this.hash}`;
    }
    toString() {
      return this.href;
    }
    toJSON() {
      return this.href;
    }
  };
}

function isChanged(url, query) {
  return new URLSearchParams(url.search).toString() !== query;
}

function escapeForm(text) {
  return encodeURIComponent(text)
    .replace(/%20/g, "+")
    .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function unescapeForm(text) {
  const spaced = text.replace(/\+/g, " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
