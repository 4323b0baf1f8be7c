// The named differences, each as a rule: what of a pair of observations it accepts, by taking it out.
//
// `difference` is the beginning of the row of docs/differences.md that a rule stands for. A rule takes out no more than
// its difference explains, from the part of the step and for the time that it names; what is left must be equal.

import { isDeepStrictEqual } from "node:util";
import { EditLedger } from "./edits.mjs";
import { owing } from "./owing.mjs";
import { QUERIES } from "./wire.mjs";

const isHeard = ([kind]) => kind === "heard" || kind === "silent";
const opsOf = (step) => [step, ...(step.ops ?? [])];
/** The mutations of a step that have an update, also those that an update makes. */
const updatesOf = (step) =>
  opsOf(step).flatMap((op) =>
    op.update ? [op, ...op.update.flatMap(({ mutate }) => (mutate ? updatesOf(mutate) : []))] : [],
  );
const OLDEST = "timeOfOldestInflightRequest";
const connectOf = ({ wire }) => wire.find(({ type }) => type === "Connect");

/** The list with those that have an order in it, in their places. */
function inRequestOrder(list, orderOf) {
  const ordered = list.filter((item) => orderOf(item) !== undefined);
  ordered.sort((a, b) => orderOf(a) - orderOf(b));
  return list.map((item) => (orderOf(item) === undefined ? item : ordered.shift()));
}

/** What the two show of these queries is not compared: ours must still tell all that it shows. */
function relax({ official, ours }, { sides }, queries) {
  if (queries.size === 0) return;
  const isRelaxed = (id) => queries.has(sides.ours.queryOf.get(Number(id)));
  for (const side of [official, ours]) {
    side.events = side.events.filter((event) => !isHeard(event) || !isRelaxed(event[1]));
    side.reads = side.reads.filter(([query]) => !queries.has(query));
  }
  for (const id of Object.keys(official.shows)) {
    if (!isRelaxed(id)) continue;
    official.shows[id] = ours.shows[id];
    official.journals[id] = ours.journals[id];
    official.lines[id] = ours.lines[id];
  }
}

/** The queries whose subscribers see the same on both sides, with the server's word for it. */
function agreed({ official, ours }, { sides }) {
  const { connection } = sides.official.server;
  if (!connection || sides.official.line.holdsUp) return [];
  const differs = Object.keys(ours.shows).filter((id) => official.shows[id] !== ours.shows[id]);
  const disputed = new Set(differs.map((id) => sides.ours.queryOf.get(Number(id))));
  return [...QUERIES.keys()].filter((query) => !disputed.has(query) && isDelivered(sides, query));
}

const isDelivered = (sides, query) => sides.official.isDelivered(query);

/** A rule about queries that stand apart until both sides agree about them again. */
const apart = ({ name, difference, enter }) => ({
  name,
  difference,
  apply(pair, context) {
    context.memory[name] ??= new Set();
    const queries = context.memory[name];
    for (const query of enter(pair, context)) queries.add(query);
    const settled = [...agreed(pair, context)];
    relax(pair, context, queries);
    for (const query of settled) queries.delete(query);
  },
});

export const RULES = [
  {
    name: "edits of a tick go out together",
    difference: "Subscriptions and unsubscriptions within a tick go out together",
    apply({ official, ours }, { memory, step }) {
      memory.ledger ??= new EditLedger();
      const { ledger } = memory;
      const isNew = ({ kind }) => kind === "subscribe";
      if (step.kind === "tick") ledger.allowance += step.ops.filter(isNew).length;
      official.wire = ledger.translate(official.wire, ours.wire);
    },
  },
  {
    name: "mutations go out in request order",
    difference: "Mutations go out in request order",
    apply({ official, ours }, { memory, step }) {
      const nests = ({ update }) => update.some(({ op }) => op === "nest");
      memory.nested ||= updatesOf(step).some(nests);
      if (!memory.nested) return;
      const [theirs, our] = [official, ours].map(({ wire }) => wire.find(({ failed }) => failed));
      if (theirs && our) theirs.requestId = our.requestId;
      official.wire = inRequestOrder(official.wire, ({ requestId, failed }) =>
        failed ? undefined : requestId,
      );
      const orderOf = ([kind, id]) =>
        kind === "settled"
          ? ours.events.findIndex((event) => event[0] === kind && event[1] === id)
          : undefined;
      official.events = inRequestOrder(official.events, orderOf);
    },
  },
  {
    // The official client throws and stays; ours closes the socket. Then the server closes for both.
    name: "a protocol error reconnects",
    difference:
      "A protocol error, also a version mismatch or a message of an unknown type, reconnects",
    apply({ official, ours }, { memory, step }) {
      const [theirs, our] = [official, ours].map(connectOf);
      if (memory.faulted && theirs && our) {
        if (theirs.lastCloseReason === memory.faulted) {
          theirs.lastCloseReason = our.lastCloseReason;
        }
        memory.faulted = undefined;
      }
      if (step.kind !== "fault" || !ours.wire.some((entry) => "closed" in entry)) return;
      memory.faulted = `closed with code ${step.code}`;
      if (official.thrown.length <= 1) official.thrown = [];
      ours.wire = ours.wire.filter((entry) => !("closed" in entry));
    },
  },
  {
    name: "a FatalError is not the end",
    difference: "A FatalError is not the end of the client",
    apply({ official, ours }, { step }) {
      if (step.kind !== "fatal" || official.thrown[0] !== "[CONVEX FATAL ERROR] gave up") return;
      official.thrown = [];
      official.state = { ...ours.state };
      official.published = ours.published && { ...ours.published };
    },
  },
  {
    name: "a socket given up while connecting is closed",
    difference: "A socket that is given up while it is connecting is closed at once",
    apply({ official, ours }, { sides }) {
      const wasOpen = (index) => sides.ours.line.sockets[index].wasOpen;
      for (const side of [official, ours]) {
        side.wire = side.wire.filter((entry) => !("closed" in entry) || wasOpen(entry.closed));
      }
    },
  },
  {
    name: "a send that fails while opening is the reason",
    difference: "A send that fails while a connection opens",
    apply({ official, ours }, { memory }) {
      const [theirs, our] = [official, ours].map(connectOf);
      const wasLost = our?.lastCloseReason === "FailedToSendMessage" && memory.failedOpening;
      if (theirs && wasLost) theirs.lastCloseReason = our.lastCloseReason;
      if (our) memory.failedOpening = false;
      if (ours.wire.some(({ failed }) => failed === "Connect" || (our && failed))) {
        memory.failedOpening = true;
      }
    },
  },
  {
    name: "a deployment that is behind is not asked again",
    difference: "A deployment that refuses the newest time we saw",
    apply({ official, ours }, { memory, sides }) {
      const [theirs, our] = [official, ours].map(connectOf);
      if (sides.ours.line.endedInSilence) memory.forgotTime = true;
      sides.ours.line.endedInSilence = false;
      if (!memory.forgotTime || !theirs || !our) return;
      if (our.maxObservedTimestamp === theirs.maxObservedTimestamp) memory.forgotTime = false;
      delete theirs.maxObservedTimestamp;
      Object.assign(
        theirs,
        our.maxObservedTimestamp && { maxObservedTimestamp: our.maxObservedTimestamp },
      );
    },
  },
  apart({
    // What an update set before it threw stays visible in the official client until the next results come.
    name: "an update that throws leaves nothing",
    difference: "An optimistic update that throws is dropped and its mutation rejected",
    enter: (_, { step }) => {
      const throws = updatesOf(step).filter(({ update }) =>
        update.some(({ op }) => op === "throw"),
      );
      return throws.flatMap(({ update }) =>
        update.flatMap(({ query, name }) =>
          QUERIES.flatMap((its, index) => (index === query || its.name === name ? [index] : [])),
        ),
      );
    },
  }),
  apart({
    name: "results of one identity are hidden under another",
    difference: "Results, optimistic updates and log lines of a user are hidden",
    enter: ({ official, ours }, { sides, memory }) => {
      const hidden = ours.events.filter(
        ([kind, , value]) => kind === "heard" && value === "loading",
      );
      const changed = ours.wire.some(({ type }) => type === "Authenticate") || official.auth.length;
      memory.signedIn ||= changed;
      return memory.signedIn
        ? hidden.map(([, id]) => sides.ours.queryOf.get(id)).filter((query) => query !== undefined)
        : [];
    },
  }),
  {
    // From here on the official client sends, or repeats, what ours has rejected: nothing more can be compared.
    name: "requests of a user who left are rejected",
    difference: "Mutations and actions that a user made and that were not sent",
    apply({ official, ours }, { memory }) {
      const isRejected = ([kind, , outcome]) =>
        kind === "settled" && /the signed-in user changed/i.test(outcome);
      memory.parted = memory.signedIn && ours.events.some(isRejected);
      if (!memory.parted) return;
      for (const part of ["events", "shows", "journals", "lines", "state", "published", "wire"]) {
        official[part] = structuredClone(ours[part]);
      }
    },
  },
  {
    name: "clearAuth ends the renewal",
    difference: "Signing out by `fetchToken` or `clearAuth` reaches the server",
    apply({ ours }, { step }) {
      if (step.kind === "clearAuth") {
        ours.auth = ours.auth.filter(([what, value]) => what !== "refreshing" || value);
      }
    },
  },
  {
    name: "a renewed token does not sign in again",
    difference: "A renewed token that the server confirms does not call `onChange(true)` again",
    apply({ official, ours }, { memory, step }) {
      if (step.kind === "setAuth") memory.toldSignedIn = undefined;
      official.auth = official.auth.filter(([what, value]) => {
        if (what !== "authenticated") return true;
        const isNews = memory.toldSignedIn !== value;
        memory.toldSignedIn = value;
        return isNews || !value || ours.auth.some(([its]) => its === what);
      });
    },
  },
  apart({
    name: "results stay over a reconnect",
    difference: "After a reconnect results stay until the first transition that covers them",
    enter: ({ official, ours }, { sides }) => {
      if (ours.state.connectionCount < 2) return [];
      const differs = Object.keys(ours.shows).filter((id) => official.shows[id] !== ours.shows[id]);
      const queryOf = (id) => sides.ours.queryOf.get(Number(id));
      const silent = official.events
        .filter(([kind]) => kind === "silent")
        .map(([, id]) => queryOf(id));
      return [...differs.map(queryOf).filter((query) => !isDelivered(sides, query)), ...silent];
    },
  }),
  apart({
    name: "a query that is watched anew is loading",
    difference: "A query that is watched anew starts as loading",
    enter: ({ official, ours }, { sides, memory, step }) => {
      memory.watched ??= new Set();
      const added = opsOf(step).flatMap(({ kind, query }) => (kind === "subscribe" ? [query] : []));
      const stale = Object.keys(ours.shows)
        .filter((id) => step.kind === "tick" || official.shows[id] !== ours.shows[id])
        .map((id) => sides.ours.queryOf.get(Number(id)))
        .filter((query) => added.includes(query) && memory.watched.has(query))
        .filter((query) => !isDelivered(sides, query));
      for (const query of added) memory.watched.add(query);
      return stale;
    },
  }),
  {
    name: "what nobody watches cannot be read",
    difference: "A query that is watched anew starts as loading",
    apply({ official, ours }, { sides, memory }) {
      const watched = new Set([...sides.ours.subscribers.values()].map(({ index }) => index));
      const isLeft = ([query]) => memory.watched.has(query) && !watched.has(query);
      for (const side of [official, ours]) side.reads = side.reads.filter((read) => !isLeft(read));
    },
  },
  {
    name: "results wait for the answers to repeated mutations",
    difference: "After a reconnect an effect is not shown beside its own optimistic layer",
    apply: owing({ relaxAll: (pair, context) => relax(pair, context, new Set(QUERIES.keys())) }),
  },
  {
    name: "what goes back to loading is told",
    difference: "What goes back to loading is told",
    apply({ official }) {
      for (const event of official.events) {
        if (event[0] === "silent" && event[2] === "loading") event[0] = "heard";
      }
    },
  },
  {
    name: "equal results notify nobody",
    difference: "Equal results notify nobody",
    apply({ official, ours }, { memory }) {
      const known = { ...memory.known };
      for (const [kind, id, value] of ours.events) if (kind === "first") known[id] = value;
      official.events = official.events.filter((event) => {
        if (event[0] !== "heard") return true;
        const [, id, value] = event;
        const isNews = known[id] !== value;
        known[id] = value;
        return isNews;
      });
    },
  },
  {
    name: "unsubscribing twice counts once",
    difference: "Unsubscribing twice counts once",
    apply({ official }, { step }) {
      if (step.kind !== "unsubscribeTwice") return;
      const text = "Cannot read properties of undefined (reading 'numSubscribers')";
      official.thrown = official.thrown.filter((thrown) => thrown !== text);
    },
  },
  {
    name: "backoff waits for the confirmation of a credential",
    difference: "Backoff starts over only when the server has confirmed the last credential",
    apply({ official, ours }, { memory, sides, step }) {
      const { identity, sent } = sides.official.server.connection ?? {};
      const [theirs, our] = [official, ours].map(({ state }) => state.connectionRetries);
      const isAwaited = identity > sent?.identity || step.kind === "authError";
      memory.behind = theirs < our && (isAwaited || memory.behind);
      if (!memory.behind) return;
      official.state.connectionRetries = our;
      for (const { published } of [official, ours]) {
        if (published) published.connectionRetries = our;
      }
      if (isDeepStrictEqual(official.published, memory.state)) official.published = undefined;
    },
  },
  {
    name: "each change of the state is told",
    difference: "Every change of the connection state is told",
    apply({ official, ours }, { memory }) {
      const isNew = !isDeepStrictEqual(ours.published, memory.state);
      if (!official.published && isNew) ours.published = undefined;
      // Where several messages came in one step, it may have told an earlier change.
      const isRight = isDeepStrictEqual(ours.published, ours.state);
      if (isRight && isSameBut(OLDEST, official.published, ours.published)) {
        official.published = { ...ours.published };
      }
    },
  },
  {
    name: "what is answered counts as made when it was told",
    difference: "While all that is in flight is answered",
    apply({ official, ours }, { sides, memory }) {
      const time = OLDEST;
      const wasAnswered = memory.isAnswered;
      memory.isAnswered = official.state[time] === sides.official.timeNow();
      if (memory.isAnswered) official.state[time] = ours.state[time];
      if (!memory.isAnswered && !wasAnswered) return;
      if (official.published && ours.published) official.published[time] = ours.published[time];
      if (isSameBut(time, official.published, memory.state) && !ours.published) {
        official.published = undefined;
      }
    },
  },
];

function isSameBut(field, state, other) {
  const without = (full) => JSON.stringify({ ...full, [field]: null });
  return state && other && without(state) === without(other);
}
