// Promises about arguments that Convex cannot hold: they are refused before anything is sent, in the words of
// npm convex, from calls and from hooks. Leaves to functions.test.mjs what a server says of arguments.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createElement as h } from "react";
import { renderToString } from "react-dom/server";
import { ConvexProvider, ConvexReactClient, useQuery } from "../../dist/react/index.js";
import { failureOf, pairOnFakes, sameFailure } from "./both_clients.mjs";

class Point {
  x = 1;
}

const SEE = "To learn about Convex's supported types, see https://docs.convex.dev/using/types.";
const unsupported = (what, original) =>
  `${what} is not a supported Convex type (present at path .v in original object ${original}). ${SEE}`;
const EPOCH = '"1970-01-01T00:00:00.000Z"';
const NAMES = "Field names can only contain non-control ASCII characters";

const REFUSED = [
  ["a Date", new Date(0), unsupported(`Date ${EPOCH}`, `{"v":${EPOCH}}`)],
  ["a Map", new Map([[1, 2]]), unsupported("Map[[1,2]]", '{"v":{}}')],
  ["a Set", new Set([1]), unsupported("Set[1]", '{"v":{}}')],
  ["a function", () => {}, unsupported('Function "[Function]"', '{"v":"[Function]"}')],
  ["a symbol", Symbol("s"), unsupported('Symbol "Symbol(s)"', '{"v":"Symbol(s)"}')],
  ["an instance of a class", new Point(), unsupported('Point {"x":1}', '{"v":{"x":1}}')],
  ["a promise", Promise.resolve(), unsupported("Promise {}", '{"v":{}}')],
  ["a view of bytes", new Uint8Array(1), unsupported('Uint8Array {"0":0}', '{"v":{"0":0}}')],
  [
    "undefined in an array",
    [1, undefined],
    `undefined is not a valid Convex value (present at path .v[1] in original object {"v":[1,"undefined"]}). ${SEE}`,
  ],
  ["a key that starts with $", { $x: 1 }, "Field name $x starts with a '$', which is reserved."],
  ["a key beyond ASCII", { é: 1 }, `Field name é has invalid character 'é': ${NAMES}`],
  [
    "a control character in a key",
    { "a\n": 1 },
    `Field name a\n has invalid character '\n': ${NAMES}`,
  ],
  [
    "a bigint out of range",
    2n ** 63n,
    `BigInt ${2n ** 63n} does not fit into a 64-bit signed integer.`,
  ],
  [
    "a bigint below range",
    -(2n ** 63n) - 1n,
    `BigInt ${-(2n ** 63n) - 1n} does not fit into a 64-bit signed integer.`,
  ],
];

const CALLS = {
  query: (client, args) => client.query("m:f", args),
  mutation: (client, args) => client.mutation("m:f", args),
  action: (client, args) => client.action("m:f", args),
};

for (const [what, v, text] of REFUSED) {
  test(`${what} is refused and nothing is sent`, async () => {
    for (const call of Object.values(CALLS)) {
      const pair = pairOnFakes();
      const before = pair[0].last().sent.length;
      const error = await sameFailure(pair, ({ client }) => call(client, { v }));
      assert.equal(error.message, text);
      assert.equal(pair[0].last().sent.length, before);
      for (const { client } of pair) client.close();
    }
    assert.equal((await failureOf(() => rendered({ v }))).message, text);
  });
}

for (const [what, args, shown] of [
  ["an array", [1], "1"],
  ["a text", "x", "x"],
  ["a number", 5, "5"],
  ["an instance of a class", new Point(), "[object Object]"],
]) {
  test(`${what} in the place of the arguments is refused`, async () => {
    const text = `The arguments to a Convex function must be an object. Received: ${shown}`;
    for (const call of Object.values(CALLS)) {
      const pair = pairOnFakes();
      const error = await sameFailure(pair, ({ client }) => call(client, args));
      assert.equal(error.message, text);
      for (const { client } of pair) client.close();
    }
    assert.equal((await failureOf(() => rendered(args))).message, text);
  });
}

test("half of a surrogate pair is refused by field; whole pairs and texts that look like it are sent", async () => {
  const [{ client, last }, npm] = pairOnFakes();
  npm.client.close();
  const text = "Field name has a string that is not Unicode: half of a surrogate pair.";
  for (const call of Object.values(CALLS)) {
    const before = last().sent.length;
    const error = await failureOf(() => call(client, { deep: [{ name: "cut \ud83d" }] }));
    assert.equal(error.message, text);
    assert.equal(last().sent.length, before);
  }
  assert.equal((await failureOf(() => rendered({ name: "\ude00" }))).message, text);
  const fine = { name: "\ud83d\ude00", looks: "\\ud83d" };
  client.mutation("m:f", fine);
  assert.deepEqual(last().sent.at(-1).args, [fine]);
  client.close();
});

test("NaN, -0, infinities, integers and bytes go out as npm convex writes them", () => {
  const v = [Number.NaN, -0, Infinity, -Infinity, 2n ** 63n - 1n, -(2n ** 63n), new ArrayBuffer(2)];
  const sent = pairOnFakes().map(({ client, last }) => {
    client.mutation("m:f", { v }).catch(() => {});
    const { args } = last().sent.at(-1);
    client.close();
    return args;
  });
  assert.deepEqual(sent[0], sent[1]);
  assert.deepEqual(sent[0][0].v.slice(0, 2), [
    { $float: "AAAAAAAA+H8=" },
    { $float: "AAAAAAAAAIA=" },
  ]);
});

/** What `useQuery` makes of arguments while it renders. */
function rendered(args) {
  const client = new ConvexReactClient("http://127.0.0.1:1");
  return renderToString(h(ConvexProvider, { client }, h(Shown, { args })));
}

function Shown({ args }) {
  return String(useQuery("m:f", args));
}
