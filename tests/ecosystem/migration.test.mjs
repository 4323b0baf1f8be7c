// An app that was written against convex/react is moved by the alias of docs/migration.md, without a change to its
// source, and shows what it showed before: on Vite, and on webpack.

import "./screen.mjs";
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, test } from "node:test";
import { startDeployment } from "../support/deployment.mjs";
import { HERE } from "./recipes.mjs";
import { openOnScreen } from "./screen.mjs";
import { clientsOf, pageByWebpack, pageOf } from "./wirings.mjs";

const APP = "app/src/main.tsx";

let official;

before(async () => {
  official = await use(await pageOf(APP, "official"), clientsOf("official"));
});

/** What a user sees of the app, on a deployment of its own, step by step. */
async function use({ open, clients }, expectedClients) {
  assert.deepEqual(clients, expectedClients);
  const deployment = await startDeployment({ folder: join(HERE, "app") });
  const seen = [];
  try {
    for (const visit of [firstVisit, secondVisit]) {
      const page = openOnScreen(open, { url: deployment.url });
      const step = async (id, wanted) => {
        await page.shows(id, wanted);
        seen.push(page.html());
      };
      await visit(page, step).finally(page.leave);
    }
    return seen;
  } finally {
    await deployment.close();
  }
}

/** Adds with an optimistic update, is refused, ticks off, runs the action. */
async function firstVisit(page, step) {
  await page.shows("status", "Exhausted");
  await step("open", "0 open");
  for (const [index, text] of ["milk", "bread", "tea"].entries()) {
    const shown = page.textOf("list");
    page.type("text", text);
    page.click("add");
    await step("list", `(sending) ${text}; tick off${shown}`);
    await page.shows("open", `${index + 1} open`);
    await step("list", `${text}; tick off${shown}`);
  }
  page.type("text", " ");
  page.click("add");
  await page.shows("problem", "What is there to do?");
  await step("open", "3 open");
  page.clickIn("list", 1);
  await page.shows("list", "tea; tick offdone: bread; tick offmilk; tick off");
  await step("open", "2 open");
  page.click("plan");
  await page.shows("answer", "2 things planned for Monday");
  await step("open", "4 open");
}

/** Reads the list in pages. */
async function secondVisit(page, step) {
  const list = ["shine", "rise", "tea", "done: bread", "milk"].map((text) => `${text}; tick off`);
  await step("list", list.slice(0, 2).join(""));
  assert.equal(page.textOf("status"), "CanLoadMore");
  page.click("more");
  await step("status", "LoadingMore");
  await step("list", list.slice(0, 4).join(""));
  page.click("more");
  await step("list", list.join(""));
  await step("status", "Exhausted");
}

test("on Vite the app shows what it showed before", async () => {
  assert.deepEqual(await use(await pageOf(APP, "alias"), clientsOf("alias")), official);
});

test("on webpack, too", async () => {
  assert.deepEqual(await use(await pageByWebpack(APP), clientsOf("alias")), official);
});
