// Sending that shows at once: until the deployment answers, the message stands at the end of the
// list under an id of its own making. The update runs again on every change below it, so it is
// pure: same list and arguments, same result.

import type { FunctionReturnType } from "convex/server";
import { useMutation } from "lentil/react";
import { api } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";

export type Message = FunctionReturnType<typeof api.messages.list>[number];

const PENDING = "pending:";

export function isPending(message: Message): boolean {
  return message._id.startsWith(PENDING);
}

export function useSendMessage(authorName: string) {
  return useMutation(api.messages.send).withOptimisticUpdate((store, { author, body }) => {
    const shown = store.getQuery(api.messages.list, {});
    // The deployment refuses blank messages; showing one first would only flicker.
    if (shown === undefined || body.trim() === "") return;
    const pending: Message = {
      _id: `${PENDING}${shown.filter(isPending).length}` as Id<"messages">,
      _creationTime: (shown.at(-1)?._creationTime ?? 0) + 1,
      author,
      authorName,
      body,
    };
    store.setQuery(api.messages.list, {}, [...shown, pending]);
  });
}
