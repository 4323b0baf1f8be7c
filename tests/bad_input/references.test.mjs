// Promises about what stands where a function, or its arguments, should: what is none is refused where it is
// used, in the words of npm convex. Leaves to arguments.test.mjs: values inside the arguments.

import assert from "node:assert/strict";
import { test } from "node:test";
import { anyApi, componentsGeneric } from "convex/server";
import { failureOf, pairOnFakes, sameFailure } from "./both_clients.mjs";

const KINDS = ["query", "mutation", "action"];
const EXPECTED = 'Expected function reference like "api.file.func" or "internal.file.func"';
const PATH = "API path is expected to be of the form `api.moduleName.functionName`.";

for (const { what, reference, text } of [
  {
    what: "a function handle",
    reference: "function://abc;x",
    text: `${EXPECTED}, but received function handle function://abc;x`,
  },
  {
    what: "a function of a component",
    reference: componentsGeneric().mail.send.now,
    text: `${EXPECTED.replace("reference", "reference in the current component")}, but received reference _reference/childComponent/mail/send/now`,
  },
  { what: "the api itself", reference: anyApi, text: `${PATH} Found: \`api\`` },
  { what: "a module", reference: anyApi.messages, text: `${PATH} Found: \`api.messages\`` },
  { what: "a number", reference: 5, text: "5 is not a functionReference" },
  { what: "an object", reference: {}, text: "[object Object] is not a functionReference" },
]) {
  test(`${what} in the place of a function is refused`, async () => {
    const pair = pairOnFakes();
    for (const kind of KINDS) {
      const error = await sameFailure(pair, ({ client }) => client[kind](reference, {}));
      assert.equal(error.message, text);
    }
    for (const { client } of pair) client.close();
  });
}

test("no function and null as arguments are refused by name; npm convex stumbles over them", async () => {
  const pair = pairOnFakes();
  for (const kind of KINDS) {
    for (const { args, ours, theirs } of [
      {
        args: [undefined, {}],
        ours: "undefined is not a functionReference",
        theirs: /Cannot read properties of undefined/,
      },
      {
        args: [null, {}],
        ours: "null is not a functionReference",
        theirs: /Cannot read properties of null/,
      },
      {
        args: ["m:f", null],
        ours: "The arguments to a Convex function must be an object. Received: null",
        theirs: /Cannot convert undefined or null to object/,
      },
    ]) {
      const [said, saidThere] = await Promise.all(
        pair.map(({ client }) => failureOf(() => client[kind](...args))),
      );
      assert.equal(said.message, ours);
      assert.match(saidThere.message, theirs);
    }
  }
  for (const { client } of pair) client.close();
});
