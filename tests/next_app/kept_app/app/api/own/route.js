// No render: each call is its own.

import { fetchQuery } from "lentil/nextjs";
import { counted } from "../../counted";

export async function POST() {
  const ask = () => fetchQuery("headlines:current", {}, counted());
  return Response.json(await Promise.all([ask(), ask()]));
}
