// No client at all: it takes the same frames from the same server and hands React results that were made before, in which
// only what changed is new. Owns that bookkeeping. Leaves to the columns: whether they read a frame; to the workloads: the
// results.

import { createElement, useState, useSyncExternalStore } from "react";
import { keyOf, workloadNamed } from "../workloads/index.mjs";

const workload = workloadNamed(new URLSearchParams(location.search).get("workload"));
const states = [...workload.states()].map((updates) =>
  updates.map(({ value, ...query }) => ({ entry: entryFor(query.path, query.args), value })),
);
const asked = [];
/** By the ids of their queries. */
const entries = [];
let socket;
let querySet = 0;
let step = 0;
let settle;
let framesToSettle = 0;

/** The client that shows this of a frame's text: the `{queryId, value}` of its modifications, or nothing: what was made before. */
export const clientThat = (reads) =>
  class ConvexReactClient {
    constructor(address) {
      socket = new WebSocket(`${address.replace(/^http/, "ws")}/api/1.48.0/sync`);
      socket.onopen = () => {
        socket.send(JSON.stringify({ type: "Connect", connectionCount: 0 }));
        ask();
      };
      socket.onmessage = ({ data }) => onFrame(data, reads);
    }
  };

export const ConvexProvider = ({ children }) => createElement("div", null, children);

export function useQuery(reference, args) {
  const [entry] = useState(() => entryFor(nameOf(reference), args));
  return useSyncExternalStore(entry.subscribe, entry.read);
}

/** There are no pages here: the columns that can are compared with each other. */
export function usePaginatedQuery() {
  throw new Error("the floor does not paginate");
}

/** Shows the next result at once; done when the server's transition has come. */
export function useMutation(reference) {
  const [run] = useState(() => mutation(nameOf(reference)));
  return run;
}

function mutation(udfPath) {
  const run = (args) => {
    const request = { type: "Mutation", requestId: step - 1, udfPath, args: [args] };
    socket.send(JSON.stringify(request));
    apply(states[step++]);
    framesToSettle = 2;
    return new Promise((resolve) => {
      settle = resolve;
    });
  };
  run.withOptimisticUpdate = () => run;
  return run;
}

function onFrame(text, reads) {
  if (isPartOfMore(text)) return;
  const read = reads?.(text);
  if (read) for (const { queryId, value } of read) entries[queryId].set(value);
  else if (framesToSettle === 0) apply(states[step++]);
  else if (--framesToSettle === 0) settle();
}

/** Long transitions come in parts; the last one completes it. */
function isPartOfMore(text) {
  const part = /^{"type":"TransitionChunk","partNumber":(\d+),"totalParts":(\d+)/.exec(text);
  return part !== null && Number(part[1]) + 1 < Number(part[2]);
}

function apply(updates) {
  for (const { entry, value } of updates) entry.set(value);
}

function entryFor(path, args) {
  const key = keyOf(path, args);
  entryFor.all ??= new Map();
  const known = entryFor.all.get(key);
  if (known) return known;
  const entry = newEntry(path, args);
  entryFor.all.set(key, entry);
  return entry;
}

function newEntry(path, args) {
  let value;
  let isAsked = false;
  const listeners = new Set();
  const entry = {
    read: () => value,
    set(next) {
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      if (!isAsked) asked.push({ path, args, entry });
      if (asked.length === 1) queueMicrotask(ask);
      isAsked = true;
      return () => listeners.delete(listener);
    },
  };
  return entry;
}

/** Subscribes to what was asked for since the last time, once there is a connection. */
function ask() {
  if (socket.readyState !== WebSocket.OPEN || asked.length === 0) return;
  const modifications = asked.splice(0).map(({ path, args, entry }) => ({
    type: "Add",
    queryId: entries.push(entry) - 1,
    udfPath: path,
    args: [args],
  }));
  const versions = { baseVersion: querySet, newVersion: ++querySet };
  socket.send(JSON.stringify({ type: "ModifyQuerySet", ...versions, modifications }));
}

const nameOf = (reference) => reference[Symbol.for("functionName")];
