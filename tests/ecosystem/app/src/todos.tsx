// The list, with what a user can do to it.

import { insertAtTop, useAction, useMutation, usePaginatedQuery, useQuery } from "convex/react";
import { ConvexError } from "convex/values";
import { useState } from "react";
import { api } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";

export function Todos() {
  const { results, status, loadMore } = usePaginatedQuery(
    api.todos.list,
    {},
    { initialNumItems: 2 },
  );
  const openCount = useQuery(api.todos.openCount);
  const tick = useMutation(api.todos.tick);
  return (
    <main>
      <h1 id="open">{openCount === undefined ? "..." : `${openCount} open`}</h1>
      <AddTodo />
      <ul id="list">
        {results.map(({ _id, text, isDone }) => (
          <li key={_id}>
            {`${isDone ? "done: " : ""}${text}; `}
            <button type="button" onClick={() => void tick({ id: _id })}>
              tick off
            </button>
          </li>
        ))}
      </ul>
      <p id="status">{status}</p>
      <button id="more" type="button" onClick={() => loadMore(2)}>
        more
      </button>
      <Plan />
    </main>
  );
}

function AddTodo() {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");
  const add = useMutation(api.todos.add).withOptimisticUpdate((store, { text }) => {
    const count = store.getQuery(api.todos.openCount, {});
    if (count !== undefined) store.setQuery(api.todos.openCount, {}, count + 1);
    insertAtTop({
      paginatedQuery: api.todos.list,
      localQueryStore: store,
      item: {
        _id: "sending" as Id<"todos">,
        _creationTime: Date.now(),
        text: `(sending) ${text}`,
        isDone: false,
      },
    });
  });
  const send = async () => {
    setText("");
    try {
      await add({ text });
    } catch (error) {
      setProblem(error instanceof ConvexError ? error.data.message : String(error));
    }
  };
  return (
    <>
      <input id="text" value={text} onChange={(event) => setText(event.target.value)} />
      <button id="add" type="button" onClick={() => void send()}>
        add
      </button>
      <p id="problem">{problem}</p>
    </>
  );
}

function Plan() {
  const plan = useAction(api.todos.plan);
  const [answer, setAnswer] = useState("");
  return (
    <>
      <button
        id="plan"
        type="button"
        onClick={async () => setAnswer(await plan({ day: "Monday" }))}
      >
        plan Monday
      </button>
      <p id="answer">{answer}</p>
    </>
  );
}
