// The scripted server of one client. It decides nothing: the script says when it answers, and what.
//
// Owns: what each connection was told, versions, commits by request id, the record of all frames. A frame that a real
// server would refuse is recorded as refused.

import { chunks, keyOf, modification, QUERIES, response, transition } from "./wire.mjs";

const START = { querySet: 0, identity: 0, time: 0 };

const newConnection = () => ({
  sent: START,
  querySet: 0,
  identity: 0,
  connected: false,
  queries: new Map(),
  delivered: new Map(),
  removed: [],
  mutations: [],
  actions: [],
});

/** The server of one world. */
export class Server {
  #time = 1_000;
  #results = new Map(QUERIES.map((query) => [keyOf(query), { value: [], version: 0 }]));
  #version = 0;
  #commits = new Map();
  #record = [];
  #lastAnswer;
  connection;
  /** What was seen since this was asked last: frames, closes, refusals. */
  takeRecord() {
    return this.#record.splice(0);
  }

  log(entry) {
    this.#record.push(entry);
    if ("closed" in entry) this.gone();
  }

  accept() {
    this.connection = newConnection();
  }

  gone() {
    this.connection = undefined;
    this.#lastAnswer = undefined;
  }

  receive(text) {
    const frame = JSON.parse(text);
    this.#record.push(frame);
    const refusal = this.connection ? this.#take(frame) : "no connection";
    if (refusal) this.#record.push({ refused: refusal });
  }

  #take(frame) {
    const connection = this.connection;
    if (frame.type === "Connect") {
      if (connection.connected) return "connected twice";
      connection.connected = true;
      return undefined;
    }
    if (!connection.connected) return "not connected";
    if (frame.type === "ModifyQuerySet") return this.#modify(frame);
    if (frame.type === "Authenticate") {
      if (frame.baseVersion !== connection.identity) return "identity version";
      connection.identity++;
      connection.user = frame.tokenType === "User";
      return undefined;
    }
    if (frame.type === "Mutation") connection.mutations.push(frame);
    else if (frame.type === "Action") connection.actions.push(frame);
    else return `unknown type ${frame.type}`;
    return undefined;
  }

  #modify({ baseVersion, newVersion, modifications }) {
    const connection = this.connection;
    if (baseVersion !== connection.querySet) return "base version";
    connection.querySet = newVersion;
    for (const edit of modifications) {
      const { queryId } = edit;
      if (connection.queries.has(queryId) === (edit.type === "Add")) return `query ${queryId}`;
      if (edit.type === "Add") {
        const key = keyOf({ path: edit.udfPath, args: edit.args[0] });
        if (!this.#results.has(key)) return `unknown query ${key}`;
        connection.queries.set(queryId, key);
      } else {
        connection.queries.delete(queryId);
        connection.delivered.delete(queryId);
        connection.removed.push(queryId);
      }
    }
    return undefined;
  }

  /** Whether this connection was told a result of the query. */
  hasDelivered(key) {
    const { queries, delivered } = this.connection ?? newConnection();
    return [...queries].some(([id, its]) => its === key && delivered.has(id));
  }

  /** Somebody writes: queries have new results. */
  write(effects) {
    this.#time++;
    for (const [index, result] of effects) {
      this.#results.set(keyOf(QUERIES[index]), { ...result, version: ++this.#version });
    }
  }

  /** Everything that this connection was not told yet, but for the queries to leave out. */
  transition({ omit = [], more } = {}) {
    const connection = this.connection;
    const left = new Set(omit.map((index) => keyOf(QUERIES[index])));
    const news = connection.removed.splice(0).map((queryId) => ({ type: "QueryRemoved", queryId }));
    for (const [id, key] of connection.queries) {
      const result = this.#results.get(key);
      if (left.has(key) || connection.delivered.get(id) === result.version) continue;
      connection.delivered.set(id, result.version);
      news.push(modification(id, result));
    }
    const { querySet, identity, sent } = connection;
    connection.sent = { querySet, identity, time: this.#time };
    return transition(sent, connection.sent, news, more);
  }

  /** The transition in parts. */
  chunkedTransition(parts) {
    return chunks(this.transition(), parts).map((chunk) => JSON.stringify(chunk));
  }

  /** The oldest mutation that waits is run, or found to have run before. Its answer; none where none waits. */
  answerMutation(outcome, effects) {
    const { mutations } = this.connection;
    if (mutations.length === 0) return undefined;
    // Not the first to come: where an update makes a request the two clients send them in another order.
    mutations.sort((a, b) => a.requestId - b.requestId);
    const frame = mutations.shift();
    const { requestId } = frame;
    if (outcome.error !== undefined && !this.#commits.has(requestId)) {
      return this.#answer(response(requestId, true, outcome));
    }
    if (!this.#commits.has(requestId)) {
      this.write(effects);
      this.#commits.set(requestId, response(requestId, true, outcome, this.#time));
    }
    return this.#answer(this.#commits.get(requestId));
  }

  /** One of the actions that wait is run. */
  answerAction(index, outcome) {
    const { actions } = this.connection;
    actions.sort((a, b) => a.requestId - b.requestId);
    const [frame] = actions.splice(index % Math.max(actions.length, 1), 1);
    return frame && this.#answer(response(frame.requestId, false, outcome));
  }

  /** A token is refused: the one that came last and was not confirmed yet, or the one in use. None where there is none. */
  authError(authUpdateAttempted) {
    const { user, identity, sent } = this.connection;
    if (!user || authUpdateAttempted !== identity > sent.identity) return undefined;
    const error = { type: "AuthError", error: "refused", baseVersion: sent.identity };
    return JSON.stringify({ ...error, authUpdateAttempted });
  }

  /** The last answer once more. */
  repeatAnswer() {
    return this.#lastAnswer;
  }

  #answer(text) {
    this.#lastAnswer = text;
    return text;
  }
}
