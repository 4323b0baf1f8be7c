// The scripted server of one side: it tells pages as they are in its table, and runs mutations when the script says so.
//
// Owns: what each connection watches and was told, versions, the record of what was asked. Leaves to others: the pages
// (`pages.mjs`), sockets (`../differential/socket.mjs`).

import { modification, response, transition } from "../differential/wire.mjs";

const START = { querySet: 0, identity: 0, time: 0 };

/** The server of one side; `table` has the pages. */
export class PagesServer {
  #time = 1_000;
  #edits = [];
  #waiting = [];
  #seen = new Set();
  #answers = new Map();
  #lists = new Map();
  #session;

  constructor(table) {
    this.table = table;
  }

  accept() {
    this.#session = { sent: START, querySet: 0, queries: new Map(), removed: [], repeated: [] };
    this.#waiting = [];
  }

  gone() {
    this.#session = undefined;
  }

  log(entry) {
    if ("closed" in entry) this.gone();
  }

  receive(text) {
    const frame = JSON.parse(text);
    if (frame.type === "ModifyQuerySet") this.#modify(frame);
    else if (frame.type === "Mutation") this.#take(frame);
  }

  /** A mutation that comes again over a new connection is run, if it was not, and answered at once. */
  #take(frame) {
    const { requestId } = frame;
    const isRepeated = this.#seen.has(requestId);
    this.#seen.add(requestId);
    if (isRepeated) this.#session.repeated.push(this.#answers.get(requestId) ?? this.#run(frame));
    else this.#waiting.push(frame);
  }

  #modify({ baseVersion, newVersion, modifications }) {
    const { queries, querySet, removed } = this.#session;
    if (baseVersion !== querySet) throw new Error("the version of the query set is another");
    this.#session.querySet = newVersion;
    for (const { type, queryId, args, journal } of modifications) {
      const query = queries.get(queryId);
      if ((type === "Add") === (query !== undefined)) throw new Error(`${type} of ${queryId}`);
      if (type === "Add") {
        const key = this.#named(args[0]);
        queries.set(queryId, { key, args: args[0], journal });
        this.#edits.push({ key, journal });
      } else {
        queries.delete(queryId);
        removed.push(queryId);
        this.#edits.push({ key: query.key, isGone: true });
      }
    }
  }

  /** A page's arguments; lists are called by the order in which they came. */
  #named({ paginationOpts: { id, ...opts }, ...args }) {
    if (!this.#lists.has(id)) this.#lists.set(id, `list ${this.#lists.size}`);
    const sorted = Object.entries(opts).sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify([this.#lists.get(id), args, Object.fromEntries(sorted)]);
  }

  /** What came to be watched, with which journal, and what is no longer; what cancels out within a step is left out. */
  takeEdits() {
    const edits = this.#edits.splice(0);
    for (let at = edits.length - 1; at > 0; at--) {
      const isPair = ({ key, isGone }) => key === edits[at]?.key && !isGone;
      const added = edits[at]?.isGone ? edits.slice(0, at).findLastIndex(isPair) : -1;
      if (added >= 0) edits.splice(at, 1) && edits.splice(added, 1);
    }
    return edits.map((edit) => JSON.stringify(edit)).sort();
  }

  /** What is watched now. */
  get watched() {
    return [...(this.#session?.queries.values() ?? [])].map(({ key }) => key).sort();
  }

  /** Whether this connection was told every page that is watched. */
  get hasToldAll() {
    const queries = [...(this.#session?.queries.values() ?? [])];
    return this.#session !== undefined && queries.every(({ told }) => told !== undefined);
  }

  /** The oldest mutation that waits is run, and writes its row, or fails. */
  answer(error) {
    const frame = this.#waiting.shift();
    return frame && this.#run(frame, error);
  }

  #run(frame, error) {
    if (error === undefined) {
      this.table.put({ ...frame.args[0], by: "server" });
      this.#time++;
    }
    const text = response(frame.requestId, true, error ? { error } : { value: null }, this.#time);
    this.#answers.set(frame.requestId, text);
    return text;
  }

  /** What is to be said: answers that are given again, and a transition to what is true now. */
  news() {
    const session = this.#session;
    if (session === undefined) return [];
    const again = session.repeated.splice(0);
    const news = session.removed.splice(0).map((queryId) => ({ type: "QueryRemoved", queryId }));
    for (const [id, query] of session.queries) news.push(...this.#newsOf(id, query));
    const { sent, querySet } = session;
    if (news.length > 0) this.#time++;
    if (querySet === sent.querySet && this.#time === sent.time) return again;
    session.sent = { querySet, identity: 0, time: this.#time };
    return [...again, transition(sent, session.sent, news)];
  }

  #newsOf(id, query) {
    const outcome = this.table.page(query.args, query.journal);
    const text = JSON.stringify(outcome);
    if (outcome === undefined || text === query.told) return [];
    query.told = text;
    query.journal = outcome.journal ?? query.journal;
    return [modification(id, outcome)];
  }
}
