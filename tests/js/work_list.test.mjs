// Promises of dist/js/work_list.js: user code runs last, in order, and one failure stops nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WorkList } from "../../dist/js/work_list.js";

test("tasks run when the outermost call ends, also those that tasks add", () => {
  const done = [];
  const work = new WorkList(assert.fail);
  work.enter(() => {
    work.push(() => {
      done.push("first");
      work.enter(() => work.push(() => done.push("of the first")));
    });
    work.enter(() => work.push(() => done.push("second")));
    done.push("call");
  });
  assert.deepEqual(done, ["call", "first", "second", "of the first"]);
});

test("a task that throws is reported and the rest run", () => {
  const [done, reported] = [[], []];
  const work = new WorkList((error) => reported.push(error.message));
  work.enter(() => {
    work.push(() => {
      throw new Error("one");
    });
    work.push(() => done.push("two"));
  });
  assert.deepEqual([done, reported], [["two"], ["one"]]);
});
