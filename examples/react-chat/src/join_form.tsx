// Says who you are. A known email comes back as the same person.

import { useMutation } from "lentil/react";
import { useState } from "react";
import { api } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";
import { ErrorNotice } from "./error_notice";
import { useAttempt } from "./use_attempt";

export function JoinForm({ onJoin }: { onJoin: (userId: Id<"users">) => void }) {
  const create = useMutation(api.users.create);
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const { attempt, failure, busy } = useAttempt();

  return (
    <form
      className="join"
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(async () => onJoin(await create({ name: name.trim(), email: email.trim() })));
      }}
    >
      <input
        aria-label="Name"
        placeholder="Name"
        data-testid="join-name"
        required
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <input
        aria-label="Email"
        placeholder="Email"
        type="email"
        data-testid="join-email"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <button type="submit" data-testid="join" disabled={busy || name.trim() === ""}>
        {busy ? "Joining…" : "Join"}
      </button>
      <ErrorNotice failure={failure} />
    </form>
  );
}
