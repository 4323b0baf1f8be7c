// The floor that reads: it parses each frame with the platform's parser, and hands React what that made, unlooked at. Where
// every value is new, no client that reads what it is sent can cost less.

import { clientThat } from "./ready_results.mjs";

export { ConvexProvider, useMutation, usePaginatedQuery, useQuery } from "./ready_results.mjs";

export const ConvexReactClient = clientThat((text) => JSON.parse(text).modifications);
