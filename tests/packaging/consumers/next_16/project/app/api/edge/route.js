// A route handler on the edge runtime.

import { proveServer } from "../../../proof/server.js";

export const runtime = "edge";

export async function GET() {
  return Response.json(await proveServer());
}
