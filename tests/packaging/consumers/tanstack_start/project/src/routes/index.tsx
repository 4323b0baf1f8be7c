// A server function that proves on the server, and a component that is rendered there and live in the browser.

import { createFileRoute } from "@tanstack/react-router";
import { createServerFn } from "@tanstack/react-start";
import { ProofPage } from "../../proof/page.js";
import { proveServer } from "../../proof/server.js";

const prove = createServerFn().handler(async () => {
  const url = process.env.CONVEX_URL;
  return { url, server: await proveServer({ url }) };
});

export const Route = createFileRoute("/")({ loader: () => prove(), component: Home });

function Home() {
  const { url, server } = Route.useLoaderData();
  return (
    <>
      <p id="server">{JSON.stringify(server)}</p>
      <ProofPage url={url} />
    </>
  );
}
