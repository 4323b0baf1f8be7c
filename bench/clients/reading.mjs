// The floor that reads: it parses each frame, and what chunks make up together, as a client must that reads what it is
// sent with the platform's parser, and uses nothing of it. Where every value is new, no such client can cost less.

import { clientThat } from "./ready_results.mjs";

export { ConvexProvider, useMutation, usePaginatedQuery, useQuery } from "./ready_results.mjs";

export const ConvexReactClient = clientThat(read);

/** Kept until the next, so that no engine may leave out the reading. */
let last;
let chunks = "";

function read(text) {
  last = JSON.parse(text);
  if (last.type !== "TransitionChunk") return;
  chunks += last.chunk;
  if (last.partNumber + 1 < last.totalParts) return;
  last = JSON.parse(chunks);
  chunks = "";
}
