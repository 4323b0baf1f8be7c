// What stands before the pages, in Node.

import { proveServer } from "./proof/server.js";

export async function proxy() {
  return Response.json(await proveServer());
}

export const config = { matcher: "/before" };
