// One message. A pending one, shown before the deployment has answered, says that it is being sent.

import { memo } from "react";
import { isPending, type Message } from "./use_send_message";

const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

export const MessageRow = memo(function MessageRow({
  message,
  mine,
}: {
  message: Message;
  mine: boolean;
}) {
  const pending = isPending(message);
  const sent = new Date(message._creationTime);
  return (
    <li
      className={`message${mine ? " mine" : ""}${pending ? " sending" : ""}`}
      data-testid="message"
      data-pending={pending}
    >
      <p className="byline">
        <span className="name">{message.authorName}</span>
        {pending ? "sending…" : <time dateTime={sent.toISOString()}>{time.format(sent)}</time>}
      </p>
      <p className="body" data-testid="body">
        {message.body}
      </p>
    </li>
  );
});
