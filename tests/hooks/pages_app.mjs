// An app with a paginated query, as the server of tests/hooks runs it: rows are numbers in ascending order, a cursor
// is the last row before it.

/** `rows` may be changed; `held(opts)` keeps a page loading, `failing(opts)` gives the error of one, `split` splits. */
export function pagesApp(count, more = {}) {
  const app = {
    rows: Array.from({ length: count }, (_, index) => index + 1),
    held: () => false,
    failing: () => undefined,
    pageStatus: () => null,
    ...more,
    query(path, args, memory) {
      const { paginationOpts } = args;
      if (path === "m:other") return app.rows.length;
      if (app.held(paginationOpts)) return undefined;
      const error = app.failing(paginationOpts);
      if (error) throw error;
      return pageOf(app, paginationOpts, memory);
    },
    mutation(_path, { row }) {
      app.rows = [...app.rows, row].toSorted((a, b) => a - b);
      return null;
    },
  };
  return app;
}

/** A page that was loaded once keeps its end, as a journal makes it do, unless it is the last. */
function pageOf(app, { numItems, cursor, endCursor }, memory) {
  const after = app.rows.filter((row) => cursor === null || row > Number(cursor));
  const end = endCursor ?? memory.end;
  const page = end === undefined ? after.slice(0, numItems) : upTo(after, end);
  const isDone = end === undefined ? page.length === after.length : end === "end";
  const continueCursor = isDone ? "end" : (end ?? String(page.at(-1)));
  memory.end = continueCursor;
  const splitCursor = page.length > 1 ? String(page[Math.ceil(page.length / 2) - 1]) : null;
  const pageStatus = endCursor ? null : app.pageStatus({ cursor });
  return { page: page.map((row) => ({ row })), isDone, continueCursor, splitCursor, pageStatus };
}

const upTo = (rows, end) => (end === "end" ? rows : rows.filter((row) => row <= Number(end)));

export const invalidCursor = () =>
  Object.assign(new Error("InvalidCursor: Tried to run a query starting from a cursor"), {
    data: { isConvexSystemError: true, paginationError: "InvalidCursor" },
  });

/** Each edit of the query set, with what page it is of. */
export function pageEdits(server) {
  const edits = server.sent("ModifyQuerySet").flatMap(({ modifications }) => modifications);
  return edits.map(({ type, args, queryId }) => {
    if (type === "Remove") return `-${queryId}`;
    const { numItems, cursor, endCursor, id } = args[0].paginationOpts ?? {};
    return `+${queryId} ${numItems} of (${cursor}, ${endCursor}] in ${id}`;
  });
}
