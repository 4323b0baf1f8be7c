// Promises about functions that are not there, are asked wrongly or fail, on a real deployment: each says what
// is wrong, in the words of npm convex, which is asked the same beside Lentil.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ConvexError } from "convex/values";
import { startDeployment } from "../support/deployment.mjs";
import { ROOT } from "../support/paths.mjs";
import { pairOn, sameFailure, textOf } from "./both_clients.mjs";

let deployment;
let pair;

before(async () => {
  deployment = await startDeployment({ folder: join(ROOT, "tests", "bad_input", "app") });
  pair = pairOn(deployment.url);
});

after(async () => {
  for (const client of pair ?? []) client.close();
  await deployment?.close();
});

const KINDS = [
  { kind: "query", suffix: "", other: "typedMutation", otherKind: "Mutation" },
  { kind: "mutation", suffix: "Mutation", other: "typed", otherKind: "Query" },
  { kind: "action", suffix: "Action", other: "typed", otherKind: "Query" },
];

const BAD_ARGUMENTS = [
  {
    what: "an argument of the wrong type",
    args: { name: 7 },
    says: "Value does not match validator.\nPath: .name\nValue: 7.0\nValidator: v.string()",
  },
  {
    what: "a missing argument",
    args: {},
    says: "Object is missing the required field `name`. Consider wrapping the field validator in `v.optional(...)` if this is expected.\n\nObject: {}\nValidator: v.object({name: v.string()})",
  },
  {
    what: "an extra argument",
    args: { name: "x", more: 1 },
    says: 'Object contains extra field `more` that is not in the validator.\n\nObject: {more: 1.0, name: "x"}\nValidator: v.object({name: v.string()})',
  },
];

const bytes = new Uint8Array([0, 127, 255]).buffer;
const nested = { code: "NO", big: 2n ** 63n - 1n, list: [{ bytes }, Number.NaN], none: null };
const THROWN = [
  {
    what: "nested data with integers and bytes",
    kind: "nested",
    says: 'ConvexError: {"code":"NO","big":"9223372036854775807n","list":[{"bytes":{}},null],"none":null}',
    data: nested,
  },
  { what: "null as data", kind: "null", says: "ConvexError: null", data: null },
  { what: "a text as data", kind: "text", says: "ConvexError: only a text", data: "only a text" },
];

for (const { kind, suffix, other, otherKind } of KINDS) {
  const letter = kind[0].toUpperCase();
  const fail = (name, args = {}) =>
    sameFailure(pair, (client) => client[kind](`mistakes:${name}`, args));
  const says = (error, name, text) =>
    assert.equal(
      textOf(error),
      `[CONVEX ${letter}(mistakes:${name})] [Request ID] Server Error\n${text}\n  Called by client`,
    );

  test(`${kind}: a function that is not there is named, and an internal one is not there`, async () => {
    for (const name of ["nothing", `hidden${suffix}`]) {
      const text = `Could not find public function for 'mistakes:${name}'.`;
      says(await fail(name), name, text);
    }
  });

  test(`${kind}: a function of another kind is named with its kind`, async () => {
    const kinds = `as ${kind.replace(/^./, letter)}, but it is defined as ${otherKind}.`;
    says(await fail(other), other, `Trying to execute mistakes.js:${other} ${kinds}`);
  });

  for (const { what, args, says: text } of BAD_ARGUMENTS) {
    test(`${kind}: ${what} is named`, async () => {
      const name = `typed${suffix}`;
      says(await fail(name, args), name, `ArgumentValidationError: ${text}`);
    });
  }

  for (const { what, kind: thrown, says: text, data } of THROWN) {
    test(`${kind}: a ConvexError arrives with ${what}`, async () => {
      const error = await fail(`fail${suffix}`, { kind: thrown });
      assert.ok(error instanceof ConvexError);
      assert.deepEqual(error.data, data);
      assert.ok(
        error.message.includes(`Uncaught ${text}\n    at throwing (../convex/mistakes.ts:`),
      );
    });
  }

  test(`${kind}: a plain error arrives with its text and place, and without data`, async () => {
    const error = await fail(`fail${suffix}`, { kind: "plain" });
    assert.ok(!(error instanceof ConvexError) && !("data" in error));
    const start = "Uncaught Error: on purpose\n    at throwing (../convex/mistakes.ts:";
    assert.ok(error.message.includes(start), error.message);
  });

  test(`${kind}: a result that Convex cannot hold is its function's error, with the path in it`, async () => {
    const name = `giveDate${suffix}`;
    says(
      await fail(name),
      name,
      'Uncaught Error: Date "1970-01-01T00:00:00.000Z" is not a supported Convex type (present at path .when in original object {"when":"1970-01-01T00:00:00.000Z"}). To learn about Convex\'s supported types, see https://docs.convex.dev/using/types.',
    );
  });
}

test("NaN, infinities, -0, big integers and bytes come back as they were sent", async () => {
  const value = [Number.NaN, -Infinity, -0, 2n ** 63n - 1n, -(2n ** 63n), bytes, "", {}];
  const results = await Promise.all(pair.map((client) => client.query("mistakes:echo", { value })));
  assert.deepEqual(results, [value, value]);
});
