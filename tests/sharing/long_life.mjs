// A client whose server never rests: each call is one event or two in its life. Everything that is sent is let go.
// Owns the connection's versions. Leaves counting what stays to growth.test.mjs.

import assert from "node:assert/strict";
import { connected } from "../js/connected_client.mjs";
import { committed, transition } from "../js/fake_socket.mjs";

const MOST = 400;

export class LongLife {
  #rig = connected();
  #watch = this.#rig.client.watchQuery("m:list", {});
  #at = [1, 10];
  #list;
  #requests = 0;
  #told = 0;
  transitions = 0;

  /** A client that watches a list of so many documents, of texts of this letter. */
  static async begin({ documents, letter = "x" }) {
    const life = new LongLife(documents, letter);
    life.#watch.onUpdate(() => life.#told++);
    await Promise.resolve();
    life.#say({ 0: life.#list }, 1);
    return life;
  }

  constructor(count, letter) {
    this.#list = Array.from({ length: count }, (_, at) => documentAt(at, letter));
  }

  /** One document changes. */
  change() {
    const at = this.transitions % this.#list.length;
    this.#list[at] = { ...this.#list[at], votes: this.transitions };
    this.#say({ 0: this.#list });
    assert.equal(this.#watch.localQueryResult()[at].votes, this.transitions - 1);
  }

  /** Documents come at the head until there are many, then most go. */
  resize() {
    if (this.#list.length > MOST) this.#list.length = 4;
    const more = 1 + (this.transitions % 40);
    const made = Array.from({ length: more }, (_, at) =>
      documentAt(this.transitions * 40 + at, "x"),
    );
    this.#list.unshift(...made);
    this.#say({ 0: this.#list });
    assert.equal(this.#watch.localQueryResult().length, this.#list.length);
  }

  /** Somebody watches another query, sees its result and leaves. */
  async comeAndGo() {
    const watch = this.#rig.client.watchQuery("m:other", { at: this.transitions });
    const leave = watch.onUpdate(() => this.#told++);
    await Promise.resolve();
    const { queryId } = this.#rig.last().sent.at(-1).modifications[0];
    this.#say({ [queryId]: this.#list }, this.#at[0] + 1);
    assert.equal(watch.localQueryResult().length, this.#list.length);
    leave();
    await Promise.resolve();
    this.#say({}, this.#at[0] + 1);
    assert.equal(watch.localQueryResult(), undefined);
  }

  /** An edit that shows at once; then the server answers, and shows it. */
  async mutate() {
    const id = this.#requests++;
    const votes = 1 + this.transitions;
    const done = this.#rig.client.mutation(
      "m:edit",
      { votes },
      { optimisticUpdate: optimistically },
    );
    assert.equal(this.#watch.localQueryResult()[0].votes, votes);
    this.#rig.last().say(committed(id, this.#at[1] + 1));
    this.#list[0] = { ...this.#list[0], votes };
    this.#say({ 0: this.#list });
    await done;
  }

  end() {
    assert.ok(this.#told > 0);
    assert.deepEqual(this.#rig.errors, []);
    this.#rig.client.close();
  }

  #say(results, querySet = this.#at[0]) {
    const to = [Math.max(querySet, 2), this.#at[1] + 1];
    this.#rig.last().say(transition(this.#at, to, results));
    this.#rig.last().sent.length = 0;
    this.#at = to;
    this.transitions++;
  }
}

function optimistically(store, { votes }) {
  const [first, ...rest] = store.getQuery("m:list", {});
  store.setQuery("m:list", {}, [{ ...first, votes }, ...rest]);
}

const documentAt = (at, letter) => ({
  _creationTime: 1.7e12 + at,
  _id: `d${at}`,
  body: letter.repeat(200),
  votes: 0,
});
