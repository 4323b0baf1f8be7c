// Methods of npm convex's classes that Lentil leaves out: npm convex marks them internal, so its types do
// not name them. One that is named neither here nor in its types, and that Lentil lacks, fails `parity`.

const PAGES = "npm convex's own object for lists of pages";
const REQUEST = "a step of `mutation` and `action`; the core numbers and sends requests";

/** Class -> method -> why. */
export const LEFT_OUT = {
  ConvexReactClient: { paginatedQueryClient: PAGES },
  ConvexClient: {
    paginatedClient: PAGES,
    _transition: "called by npm convex's own client below it",
  },
  BaseConvexClient: {
    mutationInternal: REQUEST,
    enqueueMutation: REQUEST,
    actionInternal: REQUEST,
    nextRequestId: REQUEST,
    sessionId: "the core has the session's id",
  },
};
