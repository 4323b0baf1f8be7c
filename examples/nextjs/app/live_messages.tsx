"use client";
// The messages: first as the server rendered them, then live.

import { type Preloaded, usePreloadedQuery } from "lentil/react";
import type { api } from "../convex/_generated/api";

export function LiveMessages({ preloaded }: { preloaded: Preloaded<typeof api.messages.list> }) {
  const messages = usePreloadedQuery(preloaded);
  return (
    <ul className="messages">
      {messages.map((message) => (
        <li key={message._id} data-testid="message">
          <p className="body" data-testid="body">
            {message.body}
          </p>
          <p className="quiet">{message.authorName}</p>
        </li>
      ))}
    </ul>
  );
}
