// The floor: reads nothing of the frames. Nothing that speaks the protocol can cost less on a page.

import { clientThat } from "./ready_results.mjs";

export { ConvexProvider, useMutation, usePaginatedQuery, useQuery } from "./ready_results.mjs";

export const ConvexReactClient = clientThat();
