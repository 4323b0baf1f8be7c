// Arguments of `npm run fuzz`; and that every target is fuzzed and repeated: a door and a corpus for each.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { readArguments, TARGETS } from "./fuzz.mjs";
import { inRepo } from "./repo.mjs";

test("seconds and targets are read in any order, and anything else is refused by name", () => {
  assert.deepEqual(readArguments([]).targets, TARGETS);
  assert.deepEqual(readArguments(["values", "5"]), { seconds: 5, targets: ["values"] });
  for (const words of [["nothing"], ["0"], ["-1"], ["5", "6"]]) {
    assert.throws(() => readArguments(words), /cannot read "(nothing|0|-1|6)"; usage: /);
  }
});

test("every target of the library has a door for libFuzzer and a corpus", () => {
  const library = readFileSync(inRepo("fuzz", "src", "lib.rs"), "utf8");
  const named = [...library.matchAll(/\("(\w+)", \1\)/g)].map(([, name]) => name).sort();
  assert.deepEqual(named, TARGETS);
  assert.deepEqual(
    TARGETS.filter((target) => !existsSync(inRepo("fuzz", "corpus", target))),
    [],
  );
});
