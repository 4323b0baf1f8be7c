// get-convex/convex-js#181: a token fetch that fails or hangs wedges the client for good. The socket stays paused or
// stopped, and mutations never settle.

import { token } from "../hooks/accounts.mjs";
import { MINUTE, outcomeOf, scenario } from "./rig.mjs";

const offline = async () => {
  throw new Error("offline");
};
const hanging = () => new Promise(() => {});

/** Gives `tokens` in order (functions are called), the last one from then on; `asked` counts. */
function source(...tokens) {
  const fetchToken = async () => {
    const next = tokens[Math.min(fetchToken.asked++, tokens.length - 1)];
    return typeof next === "function" ? next() : next;
  };
  fetchToken.asked = 0;
  return fetchToken;
}

/** What a user asked for is not done for nobody. */
const SIGNED_OUT =
  "[CONVEX M(m:add)] The signed-in user changed before this was sent\n  Called by client";

const ada = (number) => token("ada", number);

/** How a mutation ends that is called after signing in, and what escaped meanwhile. */
const signingIn = (fetchToken) => async (world) => {
  const client = world.open();
  await world.settle();
  client.setAuth(fetchToken(), () => {});
  const outcome = outcomeOf(client.mutation("m:add", {}));
  await world.advance(10 * MINUTE);
  return [outcome.word, ...world.escaped];
};

scenario(
  "the first token fetch fails once",
  signingIn(() => source(offline, ada(1), ada(2))),
  { npm: ["pending", "offline"], lentil: ["done"] },
);

scenario(
  "the first token fetch hangs",
  signingIn(() => hanging),
  { npm: ["pending"], lentil: ["done"] },
);

/** The same for a token that the server refuses later, with the fetch of the next one. */
const refused =
  (...next) =>
  async (world) => {
    const client = world.open();
    client.setAuth(source(ada(1), ada(2), ...next), () => {});
    await world.settle();
    world.server.refuse();
    await world.settle();
    const outcome = outcomeOf(client.mutation("m:add", {}));
    await world.advance(10 * MINUTE);
    const { isWebSocketConnected } = client.connectionState();
    return [outcome.word, isWebSocketConnected, ...world.escaped];
  };

scenario("the fetch after a refused token fails once", refused(offline, ada(3)), {
  npm: ["pending", false, "offline"],
  lentil: ["done", true],
});

scenario("the fetch after a refused token hangs", refused(hanging), {
  npm: ["pending", false],
  lentil: [`rejected: ${SIGNED_OUT}`, true],
});

scenario(
  "the renewal of a token fails once, and is tried again",
  async (world) => {
    const fetchToken = source(ada(1), ada(2), offline, ada(3));
    const client = world.open();
    client.setAuth(fetchToken, () => {});
    await world.settle();
    await world.advance(65 * MINUTE);
    return [fetchToken.asked, ...world.escaped];
  },
  { npm: [3, "offline"], lentil: [4] },
);
