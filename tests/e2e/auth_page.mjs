// A page with a public line and, for who is signed in, notes. Bundled by auth_site.mjs; the deployment's
// address is what follows # in the page's own, the user and the client's options are in its query.

import { createContext, createElement as h, useCallback, useContext, useState } from "react";
import { createRoot } from "react-dom/client";
import {
  Authenticated,
  AuthLoading,
  AuthRefreshing,
  ConvexProviderWithAuth,
  ConvexReactClient,
  Unauthenticated,
  useMutation,
  useQuery,
} from "../../dist/react/index.js";

const asked = new URLSearchParams(location.search);
const client = new ConvexReactClient(location.hash.slice(1), {
  authRefreshTokenLeewaySeconds: Number(asked.get("leeway") ?? 10),
});
const Account = createContext(null);

/** What an authentication library would say. */
function useAuth() {
  const user = useContext(Account);
  const fetchAccessToken = useCallback(
    async ({ forceRefreshToken }) => {
      // POST: the browser would keep a second GET of one address waiting for the first.
      const address = `/token?user=${user}&force=${forceRefreshToken}`;
      const response = await fetch(address, { method: "POST" });
      if (!response.ok) throw new Error(`the token server answered ${response.status}`);
      return (await response.text()) || null;
    },
    [user],
  );
  return { isLoading: false, isAuthenticated: user !== null, fetchAccessToken };
}

const shown = (testId, text, rest = {}) => h("p", { "data-testid": testId, ...rest }, text);
const button = (testId, onClick) =>
  h("button", { type: "button", "data-testid": testId, onClick }, testId);

globalThis.rendered = 0;

function Notes() {
  globalThis.rendered++;
  const notes = useQuery("notes:mine", {});
  if (notes === undefined) return shown("notes-loading", "…");
  return h(
    "ul",
    { "data-testid": "notes" },
    notes.map((text) => h("li", { key: text, "data-testid": "note" }, text)),
  );
}

function Headline() {
  const text = useQuery("headlines:current", {});
  return shown("headline", text ?? "…", { "data-live": text !== undefined });
}

/** Outside of `Authenticated`: they can be pressed by nobody, too. */
function Desk() {
  const [text, setText] = useState("");
  const [outcome, setOutcome] = useState("");
  const add = useMutation("notes:add");
  const write = useMutation("headlines:write");
  const attempt = (work) => () => {
    setOutcome("under way");
    work().then(
      () => setOutcome(`done: ${text}`),
      (error) => setOutcome(`refused: ${error.message}`),
    );
  };
  return h(
    "div",
    null,
    h("input", {
      "data-testid": "text",
      value: text,
      onChange: ({ target }) => setText(target.value),
    }),
    button(
      "add",
      attempt(() => add({ text })),
    ),
    button(
      "write",
      attempt(() => write({ text })),
    ),
    button(
      "peek",
      attempt(() => client.query("notes:mine", {})),
    ),
    shown("outcome", outcome),
  );
}

function App() {
  const [user, setUser] = useState(asked.get("user"));
  return h(
    Account.Provider,
    { value: user },
    shown("user", user ?? "nobody"),
    button("sign-out", () => setUser(null)),
    ["ada", "ben"].map((name) =>
      h(
        "span",
        { key: name },
        button(name, () => setUser(name)),
      ),
    ),
    h(
      ConvexProviderWithAuth,
      { client, useAuth },
      h(Authenticated, null, shown("authenticated", "signed in"), h(Notes)),
      h(Unauthenticated, null, shown("unauthenticated", "signed out")),
      h(AuthLoading, null, shown("loading", "one moment")),
      h(AuthRefreshing, null, shown("refreshing", "signing in again")),
      h(Headline),
      h(Desk),
    ),
  );
}

createRoot(document.getElementById("root")).render(h(App));
