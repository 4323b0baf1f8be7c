// A route handler in Node.

import { proveServer } from "../../../proof/server.js";

export const dynamic = "force-dynamic";

export async function GET() {
  return Response.json(await proveServer());
}
