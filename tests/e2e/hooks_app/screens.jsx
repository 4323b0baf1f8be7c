// Screens of an app, one for each thing that React does with components that use hooks. What a screen shows is in
// #screen, its buttons are beside it. Leaves to others: what is rendered concurrently (concurrent.jsx).

import { Component, Suspense, use, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { useMutation, usePaginatedQuery, useQueries, useQuery } from "../../../dist/react/index.js";

const Shown = ({ children }) => <p id="screen">{children}</p>;
const Button = (props) => <button type="button" {...props} />;

function Count({ of = 1 }) {
  return useQuery("m:count", { of }) ?? "loading";
}

let mounts = 0;

/** Three that ask for two queries, and how often they were mounted. */
export function Once() {
  const [mounted, setMounted] = useState(0);
  useEffect(() => setMounted(++mounts), []);
  return (
    <Shown>
      <Count />, <Count />, <Count of={2} />; mounts: {mounted}
    </Shown>
  );
}

/** Waits for what is opened by `open`; `wait` waits anew. */
export function Suspending() {
  const [gate, setGate] = useState(makeGate);
  return (
    <>
      <Shown>
        <Suspense fallback="waiting">
          <Behind gate={gate.promise} />
        </Suspense>
      </Shown>
      <Button onClick={gate.resolve}>open</Button>
      <Button onClick={() => setGate(makeGate())}>wait</Button>
    </>
  );
}

function makeGate() {
  let resolve;
  const promise = new Promise((done) => {
    resolve = () => done("open");
  });
  return { promise, resolve };
}

function Behind({ gate }) {
  return (
    <>
      <Count />, <Opened gate={gate} />
    </>
  );
}

function Opened({ gate }) {
  return use(gate);
}

class Boundary extends Component {
  state = { error: null };
  static getDerivedStateFromError(error) {
    return { error };
  }
  render() {
    const { error } = this.state;
    return error === null ? this.props.children : `caught: ${error.message}`;
  }
}

/** A boundary that begins anew when the user says so. */
export function Retried() {
  const [attempt, setAttempt] = useState(1);
  return (
    <>
      <Shown>
        <Boundary key={attempt}>
          <Count />
        </Boundary>
      </Shown>
      <Button onClick={() => setAttempt(attempt + 1)}>retry</Button>
    </>
  );
}

/** A boundary that begins anew by itself when the query is good again, which another hook sees without throwing. */
export function Recovering() {
  const { count } = useQueries({ count: { query: "m:count", args: { of: 1 } } });
  return (
    <Shown>
      <Boundary key={count instanceof Error ? "bad" : "good"}>
        <Count />
      </Boundary>
    </Shown>
  );
}

export function Pages() {
  const list = usePaginatedQuery("m:pages", {}, { initialNumItems: 2 });
  const add = useMutation("m:add");
  return (
    <>
      <Shown>
        {list.results.map(({ row }) => row).join()} {list.status}
      </Shown>
      <Button onClick={() => list.loadMore(2)}>more</Button>
      <Button onClick={() => add({ row: 9 })}>add</Button>
    </>
  );
}

/** A row of one's own is there at once, in brackets until the server has it. */
export function Optimistic() {
  const rows = useQuery("m:list");
  const add = useMutation("m:add").withOptimisticUpdate((store, { row }) => {
    const known = store.getQuery("m:list") ?? [];
    store.setQuery("m:list", {}, [...known, `(${row})`]);
  });
  return (
    <>
      <Shown>{rows === undefined ? "loading" : rows.join()}</Shown>
      <Button onClick={() => add({ row: "tea" })}>add</Button>
    </>
  );
}

/** Asks for nothing until it is told to. */
export function Skipping() {
  const [isOn, setIsOn] = useState(false);
  const count = useQuery("m:count", isOn ? { of: 1 } : "skip");
  return (
    <>
      <Shown>{isOn ? (count ?? "loading") : `skipped, ${count}`}</Shown>
      <Button onClick={() => setIsOn(!isOn)}>switch</Button>
    </>
  );
}

/** One that leaves and comes back within a tick, in three ways. */
export function Flickering() {
  const [isThere, setIsThere] = useState(true);
  const [life, setLife] = useState(1);
  const [place, setPlace] = useState("i");
  const Place = place;
  const flicker = () => {
    flushSync(() => setIsThere(false));
    flushSync(() => setIsThere(true));
  };
  return (
    <>
      <Shown>
        <Place>{isThere ? <Count key={life} /> : "gone"}</Place>
      </Shown>
      <Button onClick={flicker}>flicker</Button>
      <Button onClick={() => setLife(life + 1)}>new key</Button>
      <Button onClick={() => setPlace(place === "i" ? "b" : "i")}>new place</Button>
    </>
  );
}
