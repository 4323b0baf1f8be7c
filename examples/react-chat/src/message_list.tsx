// The latest messages, oldest first, live; keeps the newest in view.

import { useQuery } from "lentil/react";
import { useLayoutEffect, useRef } from "react";
import { api } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";
import { MessageRow } from "./message_row";

export function MessageList({ you }: { you: Id<"users"> | undefined }) {
  const messages = useQuery(api.messages.list, {});
  const list = useRef<HTMLOListElement>(null);
  const newest = messages?.at(-1)?._id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new newest message is the reason to scroll
  useLayoutEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [newest]);

  if (messages === undefined) return <p className="empty quiet">Loading messages…</p>;
  if (messages.length === 0) return <p className="empty quiet">No messages yet. Say hello.</p>;
  return (
    <ol className="messages" data-testid="messages" ref={list}>
      {messages.map((message) => (
        <MessageRow key={message._id} message={message} mine={message.author === you} />
      ))}
    </ol>
  );
}
