// @convex-dev/react-query on a page: Convex queries and actions in the cache of TanStack Query.

import {
  ConvexQueryClient,
  convexAction,
  convexQuery,
  useConvexMutation,
} from "@convex-dev/react-query";
import { QueryClient, QueryClientProvider, useMutation, useQuery } from "@tanstack/react-query";
import { ConvexProvider } from "convex/react";
import { api } from "../backend/convex/_generated/api";
import { connect } from "./client";
import { mount } from "./mount";

function App({ name }: { name: string }) {
  const value = useQuery(convexQuery(api.numbers.get, { name }));
  const failed = useQuery({ ...convexQuery(api.numbers.fail, {}), retry: false });
  const doubled = useQuery(convexAction(api.numbers.double, { of: 21 }));
  const add = useMutation({ mutationFn: useConvexMutation(api.numbers.add) });
  return (
    <>
      <p id="value">{`${value.status} ${value.data}`}</p>
      <p id="failed">{`${failed.status} ${failed.error?.name}`}</p>
      <p id="doubled">{`${doubled.status} ${doubled.data}`}</p>
      <p id="mutation">{add.status}</p>
      <button id="add" type="button" onClick={() => add.mutate({ name, by: 1 })} />
    </>
  );
}

/** Else a timer of five minutes keeps the process of a test. */
const FORGET_AT_ONCE = 0;

/** As @convex-dev/react-query sets up both clients. */
export function clients(convex: ReturnType<typeof connect>) {
  const convexQueryClient = new ConvexQueryClient(convex);
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: {
        queryKeyHashFn: convexQueryClient.hashFn(),
        queryFn: convexQueryClient.queryFn(),
        gcTime: FORGET_AT_ONCE,
      },
      mutations: { gcTime: FORGET_AT_ONCE },
    },
  });
  convexQueryClient.connect(queryClient);
  return { convexQueryClient, queryClient };
}

export function open(container: Element, { url, name }: { url: string; name: string }) {
  const client = connect(url);
  const { queryClient } = clients(client);
  return mount(
    container,
    <ConvexProvider client={client}>
      <QueryClientProvider client={queryClient}>
        <App name={name} />
      </QueryClientProvider>
    </ConvexProvider>,
    client,
  );
}

/** What a server renders with: results fetched over HTTP, before anything is shown. */
export async function fetched({ url, name }: { url: string; name: string }) {
  const client = connect(url);
  const { queryClient } = clients(client);
  const value = await queryClient.fetchQuery(convexQuery(api.numbers.get, { name }));
  const doubled = await queryClient.fetchQuery(convexAction(api.numbers.double, { of: 21 }));
  await client.close();
  return [value, doubled];
}
