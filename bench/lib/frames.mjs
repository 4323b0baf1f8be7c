// The server's frames as text, as the sync protocol of npm convex 1.48 has them.
// Owns their form. Leaves to session.mjs: which is sent when.

/** Beyond any clock, so that no client finds a transition slow. */
const SERVER_TIME = "4102444800000000000";

/** A timestamp: 64 bits, least first, as base64. */
export function timestamp(time) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(time));
  return bytes.toString("base64");
}

export const version = ({ querySet, time }) =>
  `{"querySet":${querySet},"identity":0,"ts":"${timestamp(time)}"}`;

/** `updates`: `{queryId, text}`, the value already JSON. */
export function transition(from, to, updates) {
  const modifications = updates.map(
    ({ queryId, text }) =>
      `{"type":"QueryUpdated","queryId":${queryId},"value":${text},"logLines":[],"journal":null}`,
  );
  return (
    `{"type":"Transition","startVersion":${version(from)},"endVersion":${version(to)},` +
    `"modifications":[${modifications.join(",")}],"clientClockSkew":0,"serverTs":${SERVER_TIME}}`
  );
}

export const mutationResponse = (requestId, time) =>
  JSON.stringify({
    type: "MutationResponse",
    requestId,
    success: true,
    result: null,
    ts: timestamp(time),
    logLines: [],
  });

/** What servers send at once, at most; a longer transition goes out in parts. */
const PART = 5_000_000;

/** The frames of a transition's text. Documents are ASCII here: a character is a byte. */
export function inParts(text) {
  if (text.length <= PART) return [text];
  const totalParts = Math.ceil(text.length / PART);
  return Array.from({ length: totalParts }, (_, partNumber) => {
    const chunk = text.slice(partNumber * PART, (partNumber + 1) * PART);
    const transitionId = String(text.length);
    return JSON.stringify({
      type: "TransitionChunk",
      partNumber,
      totalParts,
      transitionId,
      chunk,
    });
  });
}
