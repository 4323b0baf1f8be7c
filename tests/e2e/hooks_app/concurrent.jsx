// Screens that go from one query to another by a rendering that React does bit by bit, so that news can come in between.
// What a screen shows is in #screen: many times the same result.

import { useDeferredValue, useEffect, useRef, useState, useTransition } from "react";
import { useConvex, useQuery } from "../../../dist/react/index.js";

const SECOND = { of: 2 };

export function Transition() {
  const [of, setOf] = useState(1);
  const [isPending, startTransition] = useTransition();
  const go = () => startTransition(() => setOf(2));
  return <Switching isPending={isPending} of={of} go={go} />;
}

export function Deferred() {
  const [asked, setOf] = useState(1);
  const of = useDeferredValue(asked);
  return <Switching isPending={of !== asked} of={of} go={() => setOf(2)} />;
}

function Switching({ isPending, of, go }) {
  return (
    <>
      <p id="screen">
        {isPending ? "pending" : "settled"}
        <Cells key={of} of={of} />
      </p>
      <button type="button" onClick={go}>
        second
      </button>
      <SecondKnown />
    </>
  );
}

const CELLS = Array.from({ length: 400 }, (_, index) => index);

function Cells({ of }) {
  return CELLS.map((index) => <Cell key={index} of={of} />);
}

/** Says that it renders what is old, and takes its time: React looks after the socket between two of them. */
function Cell({ of }) {
  const count = useQuery("m:count", { of }) ?? "loading";
  if (count === "old") {
    globalThis.rendersOld();
    const end = performance.now() + 5;
    while (performance.now() < end);
  }
  return <span>; {count}</span>;
}

/** The second result is there before it is shown; React need not render when it changes. */
function SecondKnown() {
  const client = useConvex();
  const [isKnown, setIsKnown] = useState(false);
  const wasKnown = useRef(false);
  useEffect(() => {
    const hear = () => {
      if (!wasKnown.current) setIsKnown(true);
      wasKnown.current = true;
    };
    return client.watchQuery("m:count", SECOND).onUpdate(hear);
  }, [client]);
  return <p>{isKnown ? "known" : "not known"}</p>;
}
