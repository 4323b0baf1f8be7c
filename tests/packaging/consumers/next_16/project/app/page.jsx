"use client";
// A client component: rendered on the server, live in the browser.

import { ProofPage } from "../proof/page.js";

export default function Page() {
  return <ProofPage url={process.env.NEXT_PUBLIC_CONVEX_URL} />;
}
