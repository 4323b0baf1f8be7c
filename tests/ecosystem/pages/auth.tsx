// @convex-dev/auth on a page: who is signed in, by tokens that its provider keeps in storage.

import { ConvexAuthProvider, useAuthActions, useAuthToken } from "@convex-dev/auth/react";
import { Authenticated, AuthLoading, Unauthenticated, useQuery } from "convex/react";
import { api } from "../backend/convex/_generated/api";
import { connect } from "./client";
import { mount } from "./mount";

function Me() {
  return <p id="me">{useQuery(api.auth.me) ?? "loading"}</p>;
}

function App() {
  const { signIn, signOut } = useAuthActions();
  const token = useAuthToken();
  return (
    <>
      <AuthLoading>
        <p id="state">loading</p>
      </AuthLoading>
      <Unauthenticated>
        <p id="state">signed out</p>
      </Unauthenticated>
      <Authenticated>
        <p id="state">signed in</p>
        <Me />
      </Authenticated>
      <p id="token">{token}</p>
      <button id="in" type="button" onClick={() => void signIn("password", { name: "ada" })} />
      <button id="out" type="button" onClick={() => void signOut()} />
    </>
  );
}

export function open(container: Element, { url, name }: { url: string; name: string }) {
  const client = connect(url);
  const tree = (
    <ConvexAuthProvider client={client} storageNamespace={name}>
      <App />
    </ConvexAuthProvider>
  );
  return mount(container, tree, client);
}
