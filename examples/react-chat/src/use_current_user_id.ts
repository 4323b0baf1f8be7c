// Who "you" are, kept for this window alone, so that two windows can be two people.

import { useState } from "react";
import type { Id } from "../convex/_generated/dataModel";

const KEY = "react-chat:user";

export function useCurrentUserId() {
  const [userId, setUserId] = useState(() => sessionStorage.getItem(KEY) as Id<"users"> | null);

  const remember = (next: Id<"users"> | null) => {
    if (next === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, next);
    setUserId(next);
  };

  return [userId, remember] as const;
}
