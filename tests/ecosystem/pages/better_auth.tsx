// @convex-dev/better-auth on a page. Its server, which is a Convex component, is a function of the test.

import { convexClient } from "@convex-dev/better-auth/client/plugins";
import { AuthBoundary, ConvexBetterAuthProvider } from "@convex-dev/better-auth/react";
import { createAuthClient } from "better-auth/react";
import { Authenticated, AuthLoading, Unauthenticated, useQuery } from "convex/react";
import { api } from "../backend/convex/_generated/api";
import { connect } from "./client";
import { mount } from "./mount";

function Me() {
  return <p id="me">{useQuery(api.auth.me) ?? "loading"}</p>;
}

export function open(container: Element, { url, answer }: { url: string; answer: typeof fetch }) {
  const client = connect(url);
  const authClient = createAuthClient({
    baseURL: "http://auth.example.com",
    plugins: [convexClient()],
    fetchOptions: { customFetchImpl: answer },
  });
  // The types of the two packages do not fit each other in these versions.
  const typed = authClient as never;
  const tree = (
    <ConvexBetterAuthProvider client={client} authClient={typed}>
      <AuthLoading>
        <p id="state">loading</p>
      </AuthLoading>
      <Unauthenticated>
        <p id="state">signed out</p>
      </Unauthenticated>
      <Authenticated>
        <p id="state">signed in</p>
      </Authenticated>
      <AuthBoundary
        authClient={typed}
        getAuthUserFn={api.auth.me}
        isAuthError={() => true}
        onUnauth={() => {}}
      >
        <Me />
      </AuthBoundary>
      <button id="out" type="button" onClick={() => void authClient.signOut()} />
    </ConvexBetterAuthProvider>
  );
  return mount(container, tree, client);
}
