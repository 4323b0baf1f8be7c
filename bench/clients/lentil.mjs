// The page's client: Lentil, from the built package.

export {
  ConvexProvider,
  ConvexReactClient,
  useMutation,
  usePaginatedQuery,
  useQuery,
} from "lentil/react";
