// Promises of dist/js/http/answer.js: a success is read by JSON.parse alone and is what npm convex makes of the same
// response; nothing else is taken for one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ConvexHttpClient as NpmClient } from "convex/browser";
import { ConvexHttpClient } from "../../dist/js/clients/index.js";
import { successIn } from "../../dist/js/http/answer.js";
import { firstDifference } from "../sharing/compare.mjs";

/** What a client makes of a response: the value, or the failure, and what was logged. */
async function read(Client, body, status) {
  const lines = [];
  const log = (...line) => lines.push(line);
  const logger = { log, error: log, warn: log, logVerbose: log };
  const fetch = async () => new Response(body, { status });
  const client = new Client("http://127.0.0.1:9", { fetch, logger });
  try {
    return { value: await client.query("m:f"), lines };
  } catch ({ name, message, data }) {
    return { name, message, data, lines };
  }
}

async function both(body, status = 200) {
  const ours = await read(ConvexHttpClient, body, status);
  const theirs = await read(NpmClient, body, status);
  return { ours, theirs, difference: firstDifference(ours, theirs) };
}

const success = (value) => `{"status":"success","value":${value},"logLines":[]}`;

/** By name a value's JSON, and whether it may need decoding. */
const VALUES = [
  ["null", "null", false],
  ["a string that holds a dollar", '"costs $5"', false],
  ["a string that begins with a dollar", '"$5"', true],
  ["a string that begins with an escaped dollar", '"\\u00245"', true],
  ["a string of a special value's text", '"{\\"$integer\\":\\"AQAAAAAAAAA=\\"}"', true],
  ["an escaped backslash before what looks like an escape", '["\\\\u0024integer"]', false],
  ["-0 as JSON has it", "-0", false],
  ["an integer", '{"$integer":"AQAAAAAAAAA="}', true],
  ["the largest integer", '{"$integer":"/////////38="}', true],
  ["the smallest integer", '{"$integer":"AAAAAAAAAIA="}', true],
  ["an integer under an escaped key", '{"\\u0024integer":"AQAAAAAAAAA="}', true],
  ["an integer under a key that is escaped all over", escapedAll("$integer"), true],
  ["white space in a special value", '{ "$integer" : "AQAAAAAAAAA=" }', true],
  ["-0 as a special value", '{"$float":"AAAAAAAAAIA="}', true],
  ["NaN", '{"$float":"AAAAAAAA+H8="}', true],
  ["the infinities", '[{"$float":"AAAAAAAA8H8="},{"$float":"AAAAAAAA8P8="}]', true],
  ["bytes", '[{"$bytes":""},{"$bytes":"AAEC"},{"$bytes":"/+8="}]', true],
  ["a special value deep inside", nested('{"$integer":"AQAAAAAAAAA="}', 200), true],
  ["a key that is there twice", '{"a":1,"b":2,"a":{"c":3}}', false],
  [
    "a special key that is there twice",
    '{"$integer":"AQAAAAAAAAA=","$integer":"AgAAAAAAAAA="}',
    true,
  ],
  ["a number beyond double precision", "[9007199254740993,1e400,-1e400,5e-324]", false],
  ["half a surrogate pair", '"\\ud83d"', false],
];

/** An integer whose key is written in escapes. */
function escapedAll(name) {
  const escapes = [...name].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `{"${escapes.join("")}":"AQAAAAAAAAA="}`;
}

function nested(json, depth) {
  return `${'[{"in":'.repeat(depth)}${json}${"}]".repeat(depth)}`;
}

for (const [name, json, isSpecial] of VALUES) {
  test(`a value as npm convex has it: ${name}`, async () => {
    const { ours, difference } = await both(success(json));
    assert.equal(ours.message, undefined);
    assert.equal(difference, undefined);
    assert.equal(successIn(200, success(json))?.special ?? false, isSpecial);
  });
}

test("a field named __proto__ is a field of its own, as JSON.parse has it, and no prototype", async () => {
  const { value } = await read(ConvexHttpClient, success('{"__proto__":{"admin":true}}'), 200);
  assert.deepEqual(Object.keys(value), ["__proto__"]);
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
  assert.equal(value.admin, undefined);
});

test("a special value that is none is the same error as npm convex's", async () => {
  for (const json of [
    '{"$5":1}',
    '{"a":{"$unknown":"x"}}',
    '{"\\u0024unknown":"x"}',
    '{"$integer":"AQ=="}',
    '{"$integer":1}',
    '{"$float":"AAAAAAAA8D8="}',
    '{"$bytes":7}',
    '{"$bytes":"not base 64"}',
  ]) {
    const { ours, difference } = await both(success(json));
    assert.ok(ours.message, json);
    assert.equal(difference, undefined, `${json}: ${ours.message}`);
  }
});

test("log lines may be missing, and are printed as npm convex prints them", async () => {
  for (const [more, count] of [
    ["", 0],
    [',"logLines":null', 0],
    [',"logLines":["[LOG] \'one\'","[ERROR] \'$5\'"]', 2],
  ]) {
    const { ours, difference } = await both(`{"status":"success","value":1${more}}`);
    assert.equal(difference, undefined);
    assert.equal(ours.lines.length, count);
  }
});

test("fields in any order, twice, unknown, with white space: the same value", async () => {
  for (const body of [
    ' \n{ "value" : [1] , "status" : "success" }\r\n',
    '{"value":[1],"status":"error","status":"success"}',
    '{"value":[2],"status":"success","value":[1],"$more":{"$integer":"no"}}',
    '{"v\\u0061lue":[1],"st\\u0061tus":"succe\\u0073s"}',
  ]) {
    for (const status of [200, 201, 299]) {
      const { ours, difference } = await both(body, status);
      assert.equal(difference, undefined, body);
      assert.deepEqual(ours.value, [1]);
    }
  }
});

test("an error is never taken for a success, whatever stands beside it", async () => {
  for (const body of [
    '{"status":"error","errorMessage":"no","value":1}',
    '{"status":"error","errorMessage":"no","errorData":{"$integer":"AQAAAAAAAAA="}}',
    '{"status":"success","value":1,"status":"error","errorMessage":"no"}',
  ]) {
    assert.equal(successIn(200, body), undefined);
    for (const status of [200, 560]) {
      const { ours, difference } = await both(body, status);
      assert.equal(difference, undefined, `${body}: ${ours.message}`);
      assert.equal(ours.message, "no");
    }
  }
});

test("a success under a status that says otherwise is none: the text is the error", async () => {
  for (const status of [300, 400, 404, 500, 503]) {
    assert.equal(successIn(status, success("1")), undefined);
    const { ours, difference } = await both(success("1"), status);
    assert.equal(difference, undefined);
    assert.equal(ours.message, success("1"));
  }
});

test("what is no answer is an error that shows what came, as npm convex's where it can be parsed", async () => {
  for (const body of [
    "[]",
    '"success"',
    "1",
    "{}",
    '{"value":1}',
    '{"status":"other","value":1}',
  ]) {
    assert.equal(successIn(200, body), undefined, body);
    const { ours, difference } = await both(body);
    assert.equal(difference, undefined, body);
    assert.equal(ours.message, `Invalid response: ${body}`);
  }
  for (const body of ["", "null", "<html>", '{"status":"succ', '{"status":"success"}']) {
    assert.equal(successIn(200, body), undefined, body);
    const { ours, theirs } = await both(body);
    assert.equal(ours.message, `Invalid response: ${body}`);
    assert.ok(theirs.message, `npm convex takes ${body}`);
  }
});
