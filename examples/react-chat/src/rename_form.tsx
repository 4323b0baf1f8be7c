// Changes the name of one person; everything that shows it follows by itself.

import { useMutation } from "lentil/react";
import { useState } from "react";
import { api } from "../convex/_generated/api";
import type { Doc } from "../convex/_generated/dataModel";
import { ErrorNotice } from "./error_notice";
import { useAttempt } from "./use_attempt";

export function RenameForm({ person }: { person: Doc<"users"> }) {
  const updateUser = useMutation(api.users.updateUser);
  const [name, setName] = useState(person.name);
  const { attempt, failure } = useAttempt();
  const unchanged = name.trim() === "" || name === person.name;

  return (
    <form
      className="rename"
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(() => updateUser({ userId: person._id, name }));
      }}
    >
      <label>
        Your name
        <input
          data-testid="rename-name"
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <button type="submit" data-testid="rename" disabled={unchanged}>
        Rename
      </button>
      <ErrorNotice failure={failure} />
    </form>
  );
}
