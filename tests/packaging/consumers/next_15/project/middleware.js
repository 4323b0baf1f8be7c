// What stands before the pages, at the edge.

import { proveServer } from "./proof/server.js";

export async function middleware() {
  return Response.json(await proveServer());
}

export const config = { matcher: "/before" };
