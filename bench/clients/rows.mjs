// The page's client: Lentil, from the built package, for the views whose rows listen for themselves.

export {
  ConvexProvider,
  ConvexReactClient,
  useMutation,
  useQuery,
  useQueryRows,
  useRow,
} from "lentil/react";
