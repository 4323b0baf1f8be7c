// Everyone in the chat. Picks who you are while you are nobody, renames you once you are somebody.

import type { Doc, Id } from "../convex/_generated/dataModel";
import { RenameForm } from "./rename_form";

type Props = {
  people: Doc<"users">[] | undefined;
  you: Doc<"users"> | undefined;
  onPick: (userId: Id<"users"> | null) => void;
};

export function PeopleList({ people, you, onPick }: Props) {
  return (
    <aside className="people">
      <h2>People</h2>
      {people === undefined && <p className="quiet">Loading…</p>}
      {people?.length === 0 && <p className="quiet">Nobody here yet.</p>}
      <ul data-testid="people">
        {people?.map((person) => (
          <li key={person._id} data-testid="person" title={person.email}>
            <span className="name">{person.name}</span>
            {you === undefined && (
              <button
                type="button"
                className="plain"
                data-testid="pick"
                onClick={() => onPick(person._id)}
              >
                That's me
              </button>
            )}
            {person._id === you?._id && <span className="quiet">you</span>}
          </li>
        ))}
      </ul>
      {you !== undefined && (
        <div className="you">
          <RenameForm key={you._id} person={you} />
          <button type="button" className="plain" data-testid="leave" onClick={() => onPick(null)}>
            Be someone else
          </button>
        </div>
      )}
    </aside>
  );
}
