// The Worker: one-shot calls of its own, and what the Durable Object last saw.

import { ConvexError } from "convex/values";
import { fetchMutation, fetchQuery } from "lentil/nextjs";
import { api } from "../convex/_generated/api";
import type { Env } from "./env";

export { Board } from "./board";

const HELP = `GET  /scores                             asks the deployment
POST /scores {"player":"…","points":"1"}  adds points
GET  /live                               what the Durable Object last saw
`;

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const deployment = { url: env.CONVEX_URL };
    switch (`${request.method} ${new URL(request.url).pathname}`) {
      case "GET /scores":
        return json({ leaders: await fetchQuery(api.scores.leaders, {}, deployment) });
      case "POST /scores":
        return await addPoints(deployment, await request.json());
      case "GET /live":
        return json(await env.BOARD.getByName("leaders").latest());
      default:
        return new Response(HELP);
    }
  },
} satisfies ExportedHandler<Env>;

async function addPoints(deployment: { url: string }, body: unknown): Promise<Response> {
  const { player, points } = body as { player: string; points: string };
  try {
    const total = await fetchMutation(
      api.scores.add,
      { player, points: BigInt(points) },
      deployment,
    );
    return json({ player, total });
  } catch (error) {
    if (error instanceof ConvexError) return json({ refused: error.data }, 400);
    throw error;
  }
}

/** Points are int64, a bigint in JavaScript; JSON has no such numbers, so they travel as text. */
function json(value: unknown, status = 200): Response {
  const text = JSON.stringify(value, (_, part) =>
    typeof part === "bigint" ? part.toString() : part,
  );
  return new Response(text, { status, headers: { "content-type": "application/json" } });
}
