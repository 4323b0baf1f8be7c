// A page whose client is that of `lentil/worker`, and whose hooks are those of `lentil/react`: people, and adding one.
// Bundled by page_site.mjs; the deployment's address is what follows # in the page's own.

import { ConvexProvider, useConvexConnectionState, useMutation, useQuery } from "lentil/react";
import { ConvexReactClient } from "lentil/worker";
import { createElement as h, useLayoutEffect, useState } from "react";
import { createRoot } from "react-dom/client";

const client = new ConvexReactClient(location.hash.slice(1));

/** The names that were shown with each commit. */
globalThis.shown = [];

/** Whether the question before leaving came in the turn of the mutation. */
globalThis.askedInTurn = undefined;
let isInTurn = false;
addEventListener("beforeunload", () => {
  globalThis.askedInTurn = isInTurn;
});

const leave = () => location.assign("/page.js");

function addAtOnce(store, { name }) {
  const people = store.getQuery("users:list", {});
  if (people) store.setQuery("users:list", {}, [...people, { _id: name, name, isMine: true }]);
}

function People() {
  const people = useQuery("users:list", {});
  useLayoutEffect(() => {
    globalThis.shown.push(people?.map(({ name }) => name));
  }, [people]);
  if (people === undefined) return h("p", { role: "status" }, "loading");
  return [
    h("p", { key: "count", role: "status" }, `${people.length} people`),
    people.map(({ _id, name, isMine }) => h("li", { key: _id, "aria-busy": isMine }, name)),
  ];
}

function Desk() {
  const [name, setName] = useState("");
  const create = useMutation("users:createUser").withOptimisticUpdate(addAtOnce);
  const { isWebSocketConnected } = useConvexConnectionState();
  const add = () => create({ name, email: `${name}@example.com` });
  const button = (text, onClick) => h("button", { key: text, type: "button", onClick }, text);
  return [
    h("input", { key: "name", value: name, onChange: ({ target }) => setName(target.value) }),
    h("p", { key: "connection" }, isWebSocketConnected ? "connected" : "not connected"),
    button("add", add),
    button("leave", leave),
    button("add and leave", () => {
      isInTurn = true;
      add();
      leave();
      isInTurn = false;
    }),
    button("close", () => client.close()),
  ];
}

const app = h(ConvexProvider, { client }, h(People), h(Desk));
createRoot(document.getElementById("root")).render(app);
