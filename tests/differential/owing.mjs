// Results and answers that one client gives later than the other.
//
// Owns: since when and until when that may be, and what is still owed. While it lasts nothing that is shown is compared;
// at its end all that was owed must have been given and both must show the same.

/** No hold lasts longer (ms). */
const LONGEST = 5_000;

/** The rule's work. `relaxAll` takes out what is shown. */
export const owing =
  ({ relaxAll }) =>
  (pair, context) => {
    const { memory } = context;
    memory.sent ??= new Set();
    memory.owed ??= [];
    const isHeld = updateHold(pair, context);
    if (!isHeld && !memory.wasHeld) return;
    memory.wasHeld = isHeld;
    payAndOwe(pair, memory);
    if (isHeld) relaxAll(pair, context);
    else tellOnce(pair);
  };

/** Whether ours waits for an answer. */
function updateHold({ official, ours }, { memory, sides }) {
  const { requests, world } = sides.ours;
  for (const [kind, id] of official.events) if (kind === "settled") memory.awaited?.delete(id);
  const sent = ours.wire.flatMap(({ type, failed, requestId }) =>
    (type ?? failed) === "Mutation" ? [requestId] : [],
  );
  if (ours.wire.some(({ type }) => type === "Connect")) {
    const again = sent.filter((id) => memory.sent.has(id) && requests[id].update);
    memory.awaited = new Set(again.map((id) => requests[id].id));
    if (again.length > 0) memory.heldUntil ??= world.now + LONGEST;
  }
  for (const id of sent) memory.sent.add(id);
  // A connection that fails at a frame takes all that waits with it.
  if (ours.wire.some(({ failed }) => failed)) {
    for (const id of requests.keys()) memory.sent.add(id);
  }
  const isHeld = memory.awaited?.size > 0 && world.now < memory.heldUntil;
  if (!isHeld) memory.heldUntil = undefined;
  return isHeld;
}

/** Ends of requests: what ours gives late was owed. */
function payAndOwe({ official, ours }, memory) {
  const text = (event) => JSON.stringify(event);
  const isSettled = ([kind]) => kind === "settled";
  const given = ours.events.filter(isSettled).map(text);
  const due = [...memory.owed, ...official.events.filter(isSettled).map(text)];
  memory.owed = due.filter((event) => !given.includes(event));
  const paid = (event) => isSettled(event) && due.includes(text(event));
  official.events = official.events.filter((event) => !isSettled(event));
  ours.events = ours.events.filter((event) => !paid(event));
  if (!memory.wasHeld) for (const event of memory.owed) official.events.push(JSON.parse(event));
}

/** At the end of a hold ours hears what both show, and on the way there what the official client hears. */
function tellOnce({ official, ours }) {
  const heard = official.events.map((event) => JSON.stringify(event));
  const isLast = (event) =>
    event[0] === "heard" &&
    (event[2] === official.shows[event[1]] || heard.includes(JSON.stringify(event)));
  official.events = official.events.filter(([kind]) => kind !== "heard" && kind !== "silent");
  ours.events = ours.events.filter((event) => !isLast(event));
}
