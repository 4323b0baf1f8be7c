// What the server and the network do in a script.

import { transition } from "./wire.mjs";

const text = JSON.stringify;
const ELSEWHERE = { querySet: 77, identity: 0, time: 1 };

/** Frames that break the protocol. Each is followed by the end of the connection. */
const FAULTS = {
  "not JSON": () => ["nonsense"],
  "unknown type": () => [text({ type: "Novelty" })],
  // The official client remembers the time of a transition also when it throws over it: it must know it before.
  "wrong version": ({ connection: { sent } }) =>
    sent.time > 0 ? [transition(ELSEWHERE, { ...ELSEWHERE, querySet: 78 }, [])] : ["nonsense"],
  "unknown modification": ({ connection: { sent } }) =>
    sent.time > 0 ? [transition(sent, sent, [{ type: "Novelty", queryId: 0 }])] : ["nonsense"],
  "part out of order": () => [chunk({ partNumber: 1 })],
  "part of another": () => [chunk({}), chunk({ partNumber: 1, transitionId: "another" })],
  "part beyond the last": () => [chunk({ partNumber: 2 })],
  "parts that are no transition": () => {
    const whole = text({ type: "Ping" });
    return [0, 1].map((partNumber) =>
      chunk({
        partNumber,
        chunk: whole.slice(partNumber * 5, partNumber * 5 + (partNumber ? 99 : 5)),
      }),
    );
  },
};

const chunk = (fields) =>
  text({
    type: "TransitionChunk",
    chunk: "{",
    partNumber: 0,
    totalParts: 2,
    transitionId: "2",
    ...fields,
  });

export const FAULT_NAMES = Object.keys(FAULTS);

/** Until backoff starts over, a `Ping` and the first part of a transition do not mean the same to both. */
const isSynced = (client) => client.state().connectionRetries === 0;

/** Steps that need an open connection on which the client has said who it is. */
const CONNECTED = {
  write: ({ server, line }, { effects, omit, more }) => {
    server.write(effects);
    return line.deliver([server.transition({ omit, more })]);
  },
  silentWrite: ({ server }, { effects }) => server.write(effects),
  transition: ({ server, line }, { omit, more }) =>
    line.deliver([server.transition({ omit, more })]),
  chunked: ({ server, line, client }, { effects, parts, ping }) => {
    server.write(effects);
    const messages = isSynced(client) ? server.chunkedTransition(parts) : [server.transition()];
    if (ping) messages.splice(1, 0, text({ type: "Ping" }));
    return line.deliver(messages);
  },
  answer: ({ server, line }, { outcome, effects, order }) => {
    const answer = server.answerMutation(outcome, effects);
    if (answer === undefined) return false;
    if (order === "alone") return line.deliver([answer]);
    const before = order === "odd" ? [server.transition()] : [];
    return line.deliver([...before, answer, server.transition()]);
  },
  answerAction: ({ server, line }, { pick, outcome, transition: follows }) => {
    const answer = server.answerAction(pick, outcome);
    if (answer === undefined) return false;
    return line.deliver([answer, ...(follows ? [server.transition()] : [])]);
  },
  repeatAnswer: ({ server, line }) => {
    const answer = server.repeatAnswer();
    return answer !== undefined && line.deliver([answer]);
  },
  ping: ({ line, client }) => isSynced(client) && line.deliver([text({ type: "Ping" })]),
  fault: async ({ server, line, client }, { how, code }) => {
    await line.release();
    const fault = isSynced(client) ? how : "not JSON";
    const messages = FAULTS[fault](server);
    await line.deliver(messages);
    await line.end(code, "");
    return { how: messages[0] === "nonsense" ? "not JSON" : fault };
  },
  fatal: async ({ line }, { code }) => {
    await line.deliver([text({ type: "FatalError", error: "gave up" })]);
    await line.end(code, "");
  },
  authError: async ({ server, line }, { attempted }) => {
    const error = server.authError(attempted);
    if (error === undefined) return false;
    await line.release();
    await line.deliver([error]);
    return line.end(1005, "");
  },
  delay: ({ line }) => {
    line.delayed = true;
  },
};

const ALWAYS = {
  open: ({ line }) => line.in("connecting") !== undefined && line.open(),
  close: ({ line }, { code, reason }) =>
    line.sockets.at(-1).state !== "closed" && line.end(code, reason),
  release: ({ line }) => line.release(),
  failSends: ({ line }, { count }) => {
    line.failingSends = count;
  },
  advance() {},
};

const connected = (step) => (side, details) =>
  side.line.in("open") !== undefined && side.server.connection?.connected
    ? step(side, details)
    : false;

/** Steps of the server and the network. What has nothing to act on gives false. */
export const SERVER_STEPS = {
  ...ALWAYS,
  ...Object.fromEntries(Object.entries(CONNECTED).map(([kind, step]) => [kind, connected(step)])),
};
