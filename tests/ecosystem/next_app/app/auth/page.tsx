// What @convex-dev/auth has for Next.js: it is rendered on request, so the build alone takes it in.

import {
  ConvexAuthNextjsServerProvider,
  isAuthenticatedNextjs,
} from "@convex-dev/auth/nextjs/server";
import { SignedIn } from "./signed_in";

export default async function Page() {
  const isSignedIn = await isAuthenticatedNextjs();
  return (
    <ConvexAuthNextjsServerProvider>
      <SignedIn isSignedIn={isSignedIn} />
    </ConvexAuthNextjsServerProvider>
  );
}
