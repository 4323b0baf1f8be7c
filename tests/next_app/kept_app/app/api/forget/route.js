// Names the tag.

import { revalidateTag } from "next/cache";

export async function POST() {
  revalidateTag("headline", { expire: 0 });
  return Response.json("forgotten");
}
