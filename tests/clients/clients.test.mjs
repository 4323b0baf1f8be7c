// lentil/browser as a program in Node has it: the installed tarball, by import and by require, against the
// embedded deployment.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { installPackage } from "../nextjs/installed_package.mjs";
import { Seen, within } from "../support/deadline.mjs";
import { startDeployment } from "../support/deployment.mjs";

let installed;
let deployment;
let author;

before(async () => {
  installed = await installPackage();
  deployment = await startDeployment();
  const http = new installed.browser.ConvexHttpClient(deployment.url);
  author = await http.mutation(installed.anyApi.users.create, { name: "Ada", email: "a@b.c" });
});

after(async () => {
  await deployment?.close();
  await installed?.remove();
});

const bodies = (list) => list?.map(({ body }) => body);

test("ConvexClient is live in Node, which brings no WebSocket of its own", async () => {
  const { messages } = installed.anyApi;
  const client = new installed.browser.ConvexClient(deployment.url);
  try {
    const lists = new Seen();
    const subscription = client.onUpdate(messages.list, { limit: 5 }, (list) => lists.add(list));
    const optimisticUpdate = (store, { body }) => {
      const list = store.getQuery(messages.list, { limit: 5 });
      if (list) store.setQuery(messages.list, { limit: 5 }, [...list, { body }]);
    };
    await lists.until("the first list", () => true);
    const sent = client.mutation(messages.send, { author, body: "one" }, { optimisticUpdate });
    assert.deepEqual(bodies(subscription.getCurrentValue()), ["one"]);
    const id = await within("the mutation", sent);
    assert.equal(subscription.getCurrentValue().at(-1)._id, id);
    assert.deepEqual(bodies(await client.query(messages.list, { limit: 1 })), ["one"]);
    await assert.rejects(client.mutation(messages.send, { author, body: " " }), {
      name: "ConvexError",
      data: { code: "EMPTY_BODY", message: "A message needs some text." },
    });
    await assert.rejects(
      client.query(messages.list, { limit: "x" }),
      /\[CONVEX Q\(messages:list\)\]/,
    );
    assert.equal(client.connectionState().isWebSocketConnected, true);
  } finally {
    await client.close();
  }
});

test("ConvexHttpClient runs queued mutations in order, and functions of every kind", async () => {
  const { messages, users } = installed.anyApi;
  const http = new installed.browser.ConvexHttpClient(deployment.url, { logger: false });
  const sends = ["a", "b", "c"].map((body) => http.mutation(messages.send, { author, body }));
  await within("the mutations", Promise.all(sends));
  assert.deepEqual(bodies(await http.query(messages.list, { limit: 3 })), ["a", "b", "c"]);
  await assert.rejects(http.action(users.sendEmail, { to: "a@b.c", subject: "x" }), {
    data: {
      code: "EMAIL_ENDPOINT_UNSET",
      message: "Set the environment variable EMAIL_ENDPOINT of the deployment to send email.",
    },
  });
});

test("required, it is live too", async () => {
  const program = `
    const { ConvexClient } = require("lentil/browser");
    const { anyApi } = require("convex/server");
    const client = new ConvexClient(${JSON.stringify(deployment.url)});
    client.query(anyApi.users.list, {}).then(async (users) => {
      console.log(users[0].name);
      await client.close();
    });`;
  const run = promisify(execFile)(process.execPath, ["-e", program], { cwd: installed.folder });
  const { stdout } = await within("the program to end", run);
  assert.equal(stdout, "Ada\n");
});
