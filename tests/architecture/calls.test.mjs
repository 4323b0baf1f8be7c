// JavaScript calls the core by names that the core knows, and the core knows none that nobody can call.

import assert from "node:assert/strict";
import { test } from "node:test";
import { textOf } from "./tree.mjs";

const namesIn = (text, pattern) => [...text.matchAll(pattern)].map(([, name]) => name).sort();

/** The arms of a match on a call's name. */
const arms = (path) => namesIn(textOf(path), /^ +"(\w+)" =>/gm);

test("the calls that are typed are those that the core takes", () => {
  const typed = textOf("js/browser/core_calls.ts").replaceAll(/\/\*\*[\s\S]*?\*\//g, "");
  const taken = [...arms("src/web/calls.rs"), ...arms("src/web/exports.rs")].sort();
  assert.ok(taken.length > 15);
  assert.deepEqual(namesIn(typed, /(?<!from )"(\w+)"/g).filter(isCall), taken);
});

/** Types that are picked by a string are no calls. */
const isCall = (name) => !["exports", "Client", "call"].includes(name);
