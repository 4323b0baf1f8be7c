// What a page takes of its worker's words while the worker has not heard yet who the user is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Credentials } from "../../dist/js/worker/credentials.js";

const recordOf = (identity, ...queries) => ({
  record: { identity, queries, dropped: [], settled: [] },
});
const set = (query, value) => ({ query, whole: { set: value } });
const loading = (query) => ({ query, loading: true });

/** Those of a page that was shown results of somebody. */
function ofAnn() {
  const credentials = new Credentials();
  credentials.admit(recordOf("i|ann", set(1, "ann's")), 1);
  return credentials;
}

test("what is said of the last user, or to the last source of tokens, is not taken", () => {
  const credentials = ofAnn();
  credentials.change(3);
  const words = [{ authenticated: true }, { refreshing: true }, { fetchToken: { fetch: 1 } }];
  for (const word of words) {
    assert.equal(credentials.admit(word, 2), false);
    assert.equal(credentials.admit(word, 3), true);
  }
  assert.equal(credentials.admit({ info: "reconnected" }, 2), true);
});

test("who signs out sees none of his results, nor those that are still on their way", () => {
  const credentials = ofAnn();
  assert.deepEqual(credentials.end(4, [1, 2]), [loading(1), loading(2)]);
  const late = recordOf("i|ann", set(1, "ann's"), { query: 2, gone: true });
  assert.equal(credentials.admit(late, 3), true);
  assert.deepEqual(late.record.queries, [loading(1), { query: 2, gone: true }]);
  const next = recordOf(null, set(1, "nobody's"));
  credentials.admit(next, 4);
  assert.deepEqual(next.record.queries, [set(1, "nobody's")]);
});

test("what was hidden is asked for once the core has heard of the end: it may have had nothing to hide", () => {
  const credentials = ofAnn();
  credentials.end(4, [1, 2]);
  assert.deepEqual(credentials.toAsk(3), []);
  assert.deepEqual(credentials.toAsk(4), [1, 2]);
  assert.deepEqual(credentials.toAsk(5), []);
});

test("where nobody was signed in nothing is hidden", () => {
  const credentials = new Credentials();
  credentials.admit(recordOf(null, set(1, "everybody's")), 1);
  assert.deepEqual(credentials.end(2, [1]), []);
  const late = recordOf(null, set(1, "more"));
  credentials.admit(late, 1);
  assert.deepEqual(late.record.queries, [set(1, "more")]);
});
