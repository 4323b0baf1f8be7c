// Page: the long list, and edits of one row that show before the server answers.

import { makeFunctionReference } from "convex/server";
import { useLayoutEffect } from "react";
import { useMutation } from "#client";
import { ListView } from "#list";
import { bench } from "./bench.mjs";
import { show } from "./show.jsx";

const EDIT = makeFunctionReference("documents:edit");
const LIST = makeFunctionReference("documents:list");

function optimistically(store, { id, votes }) {
  const list = store.getQuery(LIST, {});
  store.setQuery(
    LIST,
    {},
    list.map((item) => (item._id === id ? { ...item, votes } : item)),
  );
}

function Editor() {
  const edit = useMutation(EDIT).withOptimisticUpdate(optimistically);
  useLayoutEffect(() => {
    bench.edit = (edits) => editAll(edit, edits);
  });
  return <ListView />;
}

/** Milliseconds from each call to its commit. Every edit waits until the server's answer to the last one is shown. */
async function editAll(edit, edits) {
  const times = [];
  for (const args of edits) {
    await nextFrame();
    await nextFrame();
    const committed = new Promise((resolve) => {
      bench.onCommit = resolve;
    });
    const before = performance.now();
    const done = edit(args);
    times.push((await committed) - before);
    await done;
  }
  await nextFrame();
  await nextFrame();
  return times;
}

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

show(<Editor />);
