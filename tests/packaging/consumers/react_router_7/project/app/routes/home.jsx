// A loader that proves on the server, and a component that is rendered there and live in the browser.

import { ProofPage } from "../../proof/page.js";
import { proveServer } from "../../proof/server.js";

export async function loader() {
  const url = process.env.CONVEX_URL;
  return { url, server: await proveServer({ url }) };
}

export default function Home({ loaderData: { url, server } }) {
  return (
    <>
      <p id="server">{JSON.stringify(server)}</p>
      <ProofPage url={url} />
    </>
  );
}
