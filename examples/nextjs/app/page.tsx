// The guest book. Rendered on the server for each request: the guests as they are at that moment,
// the messages as a start for the live list.

import { fetchQuery, preloadQuery } from "lentil/nextjs";
import { api } from "../convex/_generated/api";
import { LiveMessages } from "./live_messages";
import { SignForm } from "./sign_form";

export default async function Page() {
  const [guests, messages] = await Promise.all([
    fetchQuery(api.users.list),
    preloadQuery(api.messages.list, {}),
  ]);

  return (
    <main className="page">
      <h1>Guest book</h1>
      <p className="quiet" data-testid="guests">
        {guests.length === 0
          ? "Nobody has signed yet."
          : `Signed by ${guests.map((guest) => guest.name).join(", ")}.`}
      </p>
      <SignForm />
      <LiveMessages preloaded={messages} />
    </main>
  );
}
