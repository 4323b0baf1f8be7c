// The page's client: Lentil with its core in a worker.

export { ConvexProvider, useMutation, usePaginatedQuery, useQuery } from "lentil/react";
export { ConvexReactClient } from "lentil/worker";
