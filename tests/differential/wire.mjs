// What the scripted server writes: messages of the sync protocol, and the queries that scripts speak of.

/** The queries of all scripts; `name` is what the app says, `path` what the wire says. Fields of arguments are sorted. */
export const QUERIES = [
  { name: "m:list", path: "m:list", args: {} },
  { name: "m:get", path: "m:get", args: { id: 1 } },
  { name: "m:get", path: "m:get", args: { id: 2 } },
  { name: "deep/m.js:get", path: "deep/m:get", args: { list: [1, null], text: "ä" } },
  { name: "plain", path: "plain:default", args: {} },
  {
    name: "m:page",
    path: "m:page",
    args: { paginationOpts: { cursor: null, id: 1, numItems: 2 } },
  },
];

/** What stands for a query on the wire. */
export const keyOf = ({ path, args }) => `${path} ${JSON.stringify(args)}`;

/** A database time in the form of the wire. */
export function ts(number) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(number));
  return bytes.toString("base64");
}

const versionOf = ({ querySet, identity, time }) => ({ querySet, identity, ts: ts(time) });

/** A transition between two versions. */
export function transition(start, end, modifications, more = {}) {
  const [startVersion, endVersion] = [versionOf(start), versionOf(end)];
  return JSON.stringify({ type: "Transition", startVersion, endVersion, modifications, ...more });
}

/** One query's news. */
export function modification(queryId, { value, error, data, logLines = [], journal = null }) {
  if (error === undefined) return { type: "QueryUpdated", queryId, value, logLines, journal };
  const failed = { type: "QueryFailed", queryId, errorMessage: error, logLines, journal };
  return data === undefined ? failed : { ...failed, errorData: data };
}

/** The answer to a request: a value, or an error, of a mutation (which has a commit time) or an action. */
export function response(requestId, isMutation, { value, error, data, logLines = [] }, time) {
  const success = error === undefined;
  return JSON.stringify({
    type: isMutation ? "MutationResponse" : "ActionResponse",
    requestId,
    success,
    result: success ? value : error,
    ...(isMutation && { ts: success ? ts(time) : null }),
    ...(data !== undefined && { errorData: data }),
    logLines,
  });
}

/** A message in parts. */
export function chunks(text, totalParts) {
  const length = Math.ceil(text.length / totalParts);
  return Array.from({ length: totalParts }, (_, partNumber) => ({
    type: "TransitionChunk",
    chunk: text.slice(partNumber * length, (partNumber + 1) * length),
    partNumber,
    totalParts,
    transitionId: String(text.length),
  }));
}
