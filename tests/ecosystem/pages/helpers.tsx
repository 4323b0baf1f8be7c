// convex-helpers on a page: results with a status, cached queries, a list in pages, sessions.

import { ConvexProvider, useMutation } from "convex/react";
import { useQuery as useStatusQuery } from "convex-helpers/react";
import {
  ConvexQueryCacheProvider,
  usePaginatedQuery as useCachedPages,
  useQuery as useCachedQuery,
} from "convex-helpers/react/cache";
import {
  SessionProvider,
  useSessionMutation,
  useSessionQuery,
} from "convex-helpers/react/sessions";
import { useState } from "react";
import { api } from "../backend/convex/_generated/api";
import { connect } from "./client";
import { mount } from "./mount";

function Numbers({ name }: { name: string }) {
  const status = useStatusQuery(api.numbers.get, { name });
  const failed = useStatusQuery(api.numbers.fail);
  const skipped = useStatusQuery(api.numbers.get, "skip");
  const add = useMutation(api.numbers.add);
  return (
    <>
      <p id="status">{`${status.status} ${status.data}`}</p>
      <p id="failed">{`${failed.status} ${failed.error?.name} ${failed.isError}`}</p>
      <p id="skipped">{skipped.status}</p>
      <button id="add" type="button" onClick={() => void add({ name, by: 1 })} />
    </>
  );
}

/** Each time it opens, what it shows at first is what the cache held. */
function Cached({ name }: { name: string }) {
  const value = useCachedQuery(api.numbers.get, { name });
  const [first] = useState(value);
  const { results, status } = useCachedPages(api.numbers.list, {}, { initialNumItems: 100 });
  return (
    <p id="cached">
      {`first ${first} now ${value} ${status} ${results.some((row) => row.name === name)}`}
    </p>
  );
}

function Session() {
  const notes = useSessionQuery(api.notes.mine);
  const add = useSessionMutation(api.notes.add);
  return (
    <>
      <p id="notes">{notes?.join() ?? "loading"}</p>
      <button id="note" type="button" onClick={() => void add({ text: "one" })} />
    </>
  );
}

function App({ name }: { name: string }) {
  const [isOpen, setOpen] = useState(true);
  return (
    <>
      <Numbers name={name} />
      <button id="toggle" type="button" onClick={() => setOpen(!isOpen)} />
      {isOpen ? <Cached name={name} /> : <p id="cached">closed</p>}
      <Session />
    </>
  );
}

export function open(container: Element, { url, name }: { url: string; name: string }) {
  const client = connect(url);
  return mount(
    container,
    <ConvexProvider client={client}>
      <ConvexQueryCacheProvider>
        <SessionProvider storageKey={`session of ${name}`}>
          <App name={name} />
        </SessionProvider>
      </ConvexQueryCacheProvider>
    </ConvexProvider>,
    client,
  );
}
