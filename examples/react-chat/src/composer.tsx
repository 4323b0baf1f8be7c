// Writes a message. The field empties at once; if sending fails the text comes back.

import { useState } from "react";
import type { Doc } from "../convex/_generated/dataModel";
import { ErrorNotice } from "./error_notice";
import { useAttempt } from "./use_attempt";
import { useSendMessage } from "./use_send_message";

export function Composer({ author }: { author: Doc<"users"> }) {
  const send = useSendMessage(author.name);
  const [body, setBody] = useState("");
  const { attempt, failure } = useAttempt();

  const submit = async () => {
    setBody("");
    const sent = await attempt(() => send({ author: author._id, body }));
    if (!sent) setBody((typedSince) => typedSince || body);
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <input
        aria-label="Message"
        placeholder={`Message as ${author.name}`}
        data-testid="composer"
        autoComplete="off"
        maxLength={2000}
        value={body}
        onChange={(event) => setBody(event.target.value)}
      />
      <button type="submit" data-testid="send">
        Send
      </button>
      <ErrorNotice failure={failure} />
    </form>
  );
}
