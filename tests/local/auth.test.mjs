// Signing in to the embedded deployment with the official client: who sees what, and what becomes of
// tokens that are refused or expire. The tokens are RS256, made here.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { BaseConvexClient, ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";
import WebSocket from "ws";
import { Seen, within } from "../support/deadline.mjs";
import { startDeployment } from "../support/deployment.mjs";
import { fixtureApp } from "./support/fixture_app.mjs";
import { identityProvider } from "./support/tokens.mjs";

const { who, notes } = anyApi;
const provider = identityProvider();
const stranger = identityProvider();

let app;
let deployment;

before(async () => {
  app = await fixtureApp({ "convex/auth.config.ts": provider.config });
  deployment = await startDeployment({ folder: app.path });
});

after(async () => {
  await deployment?.close();
  await app?.remove();
});

describe("over the sync socket", () => {
  test("two users see their own data, each as it changes", async () => {
    const clients = ["ada", "bo"].map((name) => [name, signedIn(() => provider.token(name))]);
    try {
      for (const [name, client] of clients) {
        assert.equal(await client.authenticated.until("to be signed in", isBoolean), true);
        const mine = client.watch("who:mine");
        await mine.until("an empty list", (list) => list?.length === 0);
        assert.equal(await client.base.mutation("who:addMine", { text: `of ${name}` }), name);
        await mine.until("the own note", (list) => list?.length === 1);
        assert.deepEqual(client.value("who:mine"), [`of ${name}`]);
      }
      const [[, ada], [, bo]] = clients;
      assert.deepEqual([ada.value("who:mine"), bo.value("who:mine")], [["of ada"], ["of bo"]]);
    } finally {
      await Promise.all(clients.map(([, client]) => client.base.close()));
    }
  });

  test("a query that asks for the user runs again when somebody signs in and out", async () => {
    const client = connect();
    try {
      const me = client.watch("who:me");
      await me.until("nobody", (value) => value === null);
      client.signIn(() => provider.token("cy", { claims: { role: "editor", jti: "x" } }));
      const expected = {
        tokenIdentifier: "https://issuer.example.com|cy",
        issuer: "https://issuer.example.com",
        subject: "cy",
        role: "editor",
      };
      const user = await me.until("the user", (value) => value?.subject === "cy");
      assert.deepEqual(user, expected);
      client.base.clearAuth();
      await client.until("nobody again", () => client.value("who:me") === null);
    } finally {
      await client.base.close();
    }
  });

  test("an action and all that it calls know the user", async () => {
    const client = signedIn(() => provider.token("di"));
    try {
      assert.equal(await client.authenticated.until("to be signed in", isBoolean), true);
      assert.deepEqual(await client.base.action("who:everywhere", {}), ["di", "di", "di"]);
    } finally {
      await client.base.close();
    }
  });

  test("a token that expires on a live socket is fetched anew", async () => {
    const asked = new Seen();
    // The first two hold for a moment; without `iat` the client does not look at the clock itself.
    const short = { seconds: 2, claims: { iat: undefined } };
    let given = 0;
    const client = signedIn(() => {
      asked.add(++given);
      return provider.token("ed", given <= 2 ? short : {});
    });
    try {
      assert.equal(await client.authenticated.until("to be signed in", isBoolean), true);
      const mine = client.watch("who:mine");
      // Each is a reason to look at the token; the one after its end makes the client ask again.
      let number = 0;
      while (!asked.values.includes(3)) {
        await client.base.mutation("who:addMine", { text: `note ${number++}` });
      }
      await mine.until("all notes", (list) => list?.length === number);
      assert.equal(client.authenticated.values.includes(false), false);
    } finally {
      await client.base.close();
    }
  });

  test("a refused token leads to onChange(false), and to a client that is signed out", async () => {
    let unreadable = 0;
    for (const [token, reason] of [
      [() => stranger.token("eve"), /does this key match any key in the provider's JWKS/],
      [() => provider.token("eve", { seconds: -60 }), /Token expired 6\d seconds ago/],
      [() => provider.token("eve", { claims: { aud: "others" } }), /No auth provider found/],
      [() => `no token ${unreadable++}`, /Could not parse JWT payload/],
    ]) {
      const client = signedIn(token);
      try {
        assert.equal(await client.authenticated.until(`an end of ${reason}`, isBoolean), false);
        await client.watch("who:me").until("nobody", (value) => value === null);
        assert.match(client.complaints.join("\n"), reason);
      } finally {
        await client.base.close();
      }
    }
  });
});

describe("over HTTP", () => {
  test("functions know the user", async () => {
    const client = http();
    assert.equal(await client.query(who.me, {}), null);
    client.setAuth(provider.token("fay"));
    assert.equal((await client.query(who.me, {})).subject, "fay");
    assert.equal(await client.mutation(who.addMine, { text: "by HTTP" }), "fay");
    assert.deepEqual(await client.action(who.everywhere, {}), ["fay", "fay", "fay"]);
    client.setAuth(provider.token("gil"));
    assert.deepEqual(await client.query(who.mine, {}), []);
  });

  test("a refused token is answered with its reason", async () => {
    const client = http();
    client.setAuth(stranger.token("eve"));
    await assert.rejects(client.query(who.me, {}), (error) => {
      assert.equal(JSON.parse(error.message).code, "InvalidAuthHeader");
      return true;
    });
  });

  test("queries of one moment see the same data, or learn that it is gone", async () => {
    const client = http();
    client.setAuth(provider.token("hal"));
    const before = await client.consistentQuery(notes.list, {});
    assert.deepEqual(await client.consistentQuery(notes.list, {}), before);
    assert.equal((await client.consistentQuery(who.me, {})).subject, "hal");
    await client.mutation(who.addMine, { text: "later" });
    await assert.rejects(client.consistentQuery(notes.list, {}), /OutOfRetention/);
  });

  function http() {
    return new ConvexHttpClient(deployment.url, { logger: false });
  }
});

test("an OIDC provider says itself where its keys are; standard claims get the names of Convex", async () => {
  const served = await provider.serve();
  const oidcApp = await fixtureApp({ "convex/auth.config.ts": served.config });
  const oidc = await startDeployment({ folder: oidcApp.path });
  try {
    const client = new ConvexHttpClient(oidc.url, { logger: false });
    const claims = { iss: served.issuer, given_name: "Ivy", email_verified: true, role: "editor" };
    client.setAuth(provider.token("ivy", { claims }));
    assert.deepEqual(await client.query(who.me, {}), {
      tokenIdentifier: `${served.issuer}|ivy`,
      issuer: served.issuer,
      subject: "ivy",
      givenName: "Ivy",
      emailVerified: true,
      role: "editor",
    });
    client.setAuth(stranger.token("ivy", { claims }));
    await assert.rejects(client.query(who.me, {}), /does this key match any key/);
  } finally {
    served.close();
    await oidc.close();
    await oidcApp.remove();
  }
});

const isBoolean = (value) => typeof value === "boolean";

function signedIn(fetchToken) {
  const client = connect();
  client.signIn(fetchToken);
  return client;
}

/** An official client that notes what it is told. */
function connect() {
  const complaints = [];
  const logger = {
    log() {},
    logVerbose() {},
    warn() {},
    error: (...parts) => complaints.push(parts.join(" ")),
  };
  const authenticated = new Seen();
  const transitions = new Seen();
  const options = { webSocketConstructor: WebSocket, logger };
  const base = new BaseConvexClient(deployment.url, () => transitions.add(true), options);
  return {
    base,
    complaints,
    authenticated,
    signIn: (fetchToken) =>
      base.setAuth(
        async () => fetchToken(),
        (value) => authenticated.add(value),
      ),
    value: (query) => base.localQueryResult(query, {}),
    /** All values of a query from now on. */
    watch(query) {
      const seen = new Seen();
      base.addOnTransitionHandler(() => seen.add(base.localQueryResult(query, {})));
      base.subscribe(query, {});
      return seen;
    },
    until: (what, condition) => within(what, holds(transitions, condition)),
  };
}

/** Looks after each transition. */
async function holds(transitions, condition) {
  for (let seen = transitions.values.length; !condition(); seen++) {
    await transitions.until("a transition", () => transitions.values.length > seen);
  }
}
