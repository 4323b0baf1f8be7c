// The newest message as JSON, from the edge runtime.

import { fetchQuery } from "lentil/nextjs";
import { api } from "../../../convex/_generated/api";

export const runtime = "edge";

export async function GET() {
  const [latest] = await fetchQuery(api.messages.list, { limit: 1 });
  return Response.json({ latest: latest?.body ?? null, author: latest?.authorName ?? null });
}
