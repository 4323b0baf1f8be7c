// A client that watches queries while a server says what they are: after each frame everything that an app can see is
// checked. Owns the connection, its versions and the checks' order. Leaves what is said to the tests.

import assert from "node:assert/strict";
import { connected } from "../js/connected_client.mjs";
import { assertKept, assertUnshared, firstDifference, readAnew } from "./compare.mjs";
import { textOf, WRITERS } from "./trees.mjs";
import { inParts, transitionText } from "./wire.mjs";

/** Where the client listens for signs of return: one of them makes it connect at once, without a wait. */
const signs = new Map();
globalThis.addEventListener = (name, hear) => signs.set(name, hear);
globalThis.removeEventListener = (name) => signs.delete(name);

export class Watched {
  #rig;
  #queries = [];
  #at = [1, 10];
  #style;
  /** An app that changes its results: what it holds, and which objects it holds, says nothing then. */
  isSpoiled = false;

  constructor(style = { writer: WRITERS.compact, turned: false }, options = {}) {
    this.#style = style;
    this.#rig = connected(options);
  }

  /** Watches so many queries. */
  async watch(count) {
    for (let at = 0; at < count; at++) {
      const watch = this.#rig.client.watchQuery("m:list", { at });
      const query = { watch, tree: undefined, expected: undefined, shown: undefined, told: 0 };
      watch.onUpdate(() => query.told++);
      this.#queries.push(query);
    }
    await Promise.resolve();
    this.#readIds();
  }

  shown(at) {
    return this.#queries[at].shown;
  }

  /** The server's news, `[[query, tree or { failed }]]`, in one transition; `parts`: in so many frames. */
  say(news, { parts = 1, from = this.#at } = {}) {
    const to = [2, this.#at[1] + 1];
    const updates = news.map(([at, value]) => {
      const { id } = this.#queries[at];
      return value.failed ? { id, failed: value.failed } : { id, tree: value };
    });
    const text = transitionText(from, to, updates, this.#style);
    this.#at = to;
    const before = this.#queries.map((query) => ({ ...query }));
    for (const frame of parts > 1 ? inParts(text, parts) : [text]) this.#rig.last().say(frame);
    for (const [at, value] of news) this.#expect(this.#queries[at], value);
    this.#check(before);
  }

  /** Says the same again on the same connection; another spelling counts as the same. */
  repeat(at, tree = this.#queries[at].tree) {
    this.say([[at, tree]]);
  }

  /** The connection ends; the next one says everything again. `more` is what changed in between. */
  reconnect(more = [], options) {
    this.#rig.last().onclose({ code: 1006, reason: "" });
    signs.get("online")({ type: "online" });
    this.#rig.last().open();
    this.#readIds();
    const known = this.#queries.flatMap(({ tree }, at) => (tree ? [[at, tree]] : []));
    const news = [...new Map([...known, ...more])];
    this.say(news, { ...options, from: [0, 0] });
    assert.equal(this.#rig.client.connectionState().isWebSocketConnected, true);
  }

  close() {
    this.#rig.client.close();
  }

  #readIds() {
    const { modifications } = this.#rig
      .last()
      .sent.findLast(({ type }) => type === "ModifyQuerySet");
    for (const { queryId, args } of modifications) this.#queries[args[0].at].id = queryId;
  }

  #expect(query, value) {
    query.failed = value.failed;
    if (value.failed) return;
    query.tree = value;
    query.expected = readAnew(value);
  }

  #check(before) {
    assert.deepEqual(this.#rig.errors, []);
    for (const [at, query] of this.#queries.entries()) this.#checkOne(at, query, before[at]);
    if (!this.isSpoiled) assertUnshared(this.#queries.map(({ shown }) => shown));
  }

  #checkOne(at, query, before) {
    if (query.failed) {
      assert.throws(() => query.watch.localQueryResult(), new RegExp(query.failed));
      query.shown = undefined;
      return;
    }
    query.shown = query.watch.localQueryResult();
    const isAsBefore = before.tree && textOf(query.tree) === textOf(before.tree);
    if (this.isSpoiled && isAsBefore) return;
    const wrong = firstDifference(query.shown, query.expected);
    assert.equal(wrong, undefined, `query ${at} shows something else at ${wrong}`);
    if (this.isSpoiled || before.shown === undefined || before.failed) return;
    const touched = firstDifference(before.shown, before.expected);
    assert.equal(touched, undefined, `what the app holds of query ${at} changed at ${touched}`);
    const isSame = query.shown === before.shown;
    assert.ok(isSame || !isAsBefore, `query ${at}: equal is the same`);
    const isEqual = firstDifference(query.expected, before.expected) === undefined;
    assert.ok(isEqual || !isSame, `query ${at}: what changed is new`);
    assert.equal(query.told - before.told, isSame ? 0 : 1, `query ${at}: told once if changed`);
    assertKept(before.tree, query.tree, before.shown, query.shown);
  }
}
