"use client";
/**
 * Any source that can be read and subscribed to, as a hook. Of npm convex's hidden exports; our own hooks read
 * entries that keep their identity and need it not.
 */

import { useMemo, useSyncExternalStore } from "react";

/** A source; another pair of functions is another source. */
interface Source<Value> {
  getCurrentValue: () => Value;
  subscribe: (callback: () => void) => () => void;
}

/** The value of a source, live. It is read when the source says that it changed, so it may be a new object each time. */
export function useSubscription<Value>({ getCurrentValue, subscribe }: Source<Value>): Value {
  const store = useMemo(
    () => storeOf({ getCurrentValue, subscribe }),
    [getCurrentValue, subscribe],
  );
  return useSyncExternalStore(store.subscribe, store.read, store.read);
}

function storeOf<Value>({ getCurrentValue, subscribe }: Source<Value>) {
  let value = getCurrentValue();
  return {
    read: () => value,
    subscribe(callback: () => void) {
      const update = () => {
        value = getCurrentValue();
        callback();
      };
      const unsubscribe = subscribe(update);
      // It may have changed between the rendering and now.
      value = getCurrentValue();
      return unsubscribe;
    },
  };
}
