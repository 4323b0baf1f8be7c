// The whole page: people beside, messages before, and below them either the composer or,
// for someone not yet known, the form to join. Owns who "you" are in this window.

import { useQuery } from "lentil/react";
import { api } from "../convex/_generated/api";
import { Composer } from "./composer";
import { ConnectionBadge } from "./connection_badge";
import { JoinForm } from "./join_form";
import { MessageList } from "./message_list";
import { PeopleList } from "./people_list";
import { useCurrentUserId } from "./use_current_user_id";

export function App() {
  const people = useQuery(api.users.list);
  const [userId, setUserId] = useCurrentUserId();
  // An id remembered from a deployment that has forgotten it is nobody's.
  const you = people?.find((person) => person._id === userId);

  return (
    <div className="page">
      <header className="bar">
        <h1>Lentil chat</h1>
        <ConnectionBadge />
      </header>
      <PeopleList people={people} you={you} onPick={setUserId} />
      <main className="room">
        <MessageList you={you?._id} />
        {people !== undefined && you === undefined && <JoinForm onJoin={setUserId} />}
        {you !== undefined && <Composer author={you} />}
      </main>
    </div>
  );
}
