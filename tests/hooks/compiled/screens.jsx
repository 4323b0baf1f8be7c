// Small components of an app, each with a hook or two, written as apps write them: arguments, options and callbacks are
// new at every rendering. `hooks` stands for a package; compile.mjs runs this file.

import {
  useAction,
  useConvexAuth,
  useConvexConnectionState,
  useMutation,
  usePaginatedQuery,
  usePaginatedQuery_experimental,
  usePreloadedQuery,
  useQueries,
  useQuery,
} from "hooks";
import { useState } from "react";

export function Count({ of }) {
  const count = useQuery("m:count", { of });
  return <p>{count ?? "loading"}</p>;
}

export function Counts({ of }) {
  const counts = useQueries({
    one: { query: "m:count", args: { of } },
    two: { query: "m:count", args: { of: of + 1 } },
  });
  return <p>{`${counts.one ?? "loading"}, ${counts.two ?? "loading"}`}</p>;
}

export function Pages({ of }) {
  const list = usePaginatedQuery("m:pages", { of }, { initialNumItems: 2 });
  return <Rows {...list} rows={list.results} />;
}

export function NewPages({ of }) {
  const query = { query: "m:pages", args: { of }, initialNumItems: 2 };
  const list = usePaginatedQuery_experimental(query);
  return <Rows {...list} rows={list.data ?? []} />;
}

function Rows({ rows, status, loadMore }) {
  return (
    <p>
      {rows.map(({ row }) => row).join()} {status}
      <button type="button" name="more" onClick={() => loadMore(2)} />
    </p>
  );
}

export function Adding({ of }) {
  const count = useQuery("m:count", { of });
  const add = useMutation("m:add").withOptimisticUpdate((store, { row }) => {
    store.setQuery("m:count", { of }, `soon ${row}`);
  });
  return <button type="button" name="add" onClick={() => add({ row: 9 })} value={count} />;
}

export function Acting() {
  const [answer, setAnswer] = useState("not asked");
  const act = useAction("m:act");
  const ask = () => {
    act({ now: true }).then(setAnswer);
  };
  return <button type="button" name="act" onClick={ask} value={answer} />;
}

export function Who() {
  const { isLoading, isAuthenticated } = useConvexAuth();
  return <p>{isLoading ? "who?" : isAuthenticated ? "somebody" : "nobody"}</p>;
}

export function Preloaded({ of }) {
  const preloaded = { _name: "m:count", _argsJSON: { of }, _valueJSON: "preloaded" };
  return <p>{usePreloadedQuery(preloaded)}</p>;
}

export function Line() {
  const { isWebSocketConnected, inflightMutations } = useConvexConnectionState();
  return <p>{`${isWebSocketConnected ? "connected" : "not connected"}, ${inflightMutations}`}</p>;
}
