// All workloads by name: what the documents do, what the page shows, what Lentil aims for.
// Pure data: the server and the floor's page read the same. Leaves to lib/: playing and measuring.

import { editedList, reconnectedList } from "./edits.mjs";
import { changingList, foreignList, loadingList, windowedList } from "./list.mjs";
import { shapes } from "./shapes.mjs";
import { counter, firstNumber, manyCards } from "./small.mjs";

/** A transition's cost by the length of the list. */
const growth = [
  [100, 300],
  [1000, 100],
  [10_000, 20],
  [30_000, 8],
  [100_000, 4],
].map(([count, transitions]) => ({
  // A run of the longest takes long to load: medians of three say enough.
  turns: count >= 30_000 ? 3 : undefined,
  name: `growth-${count}`,
  title: `one change in a list of ${count.toLocaleString("en")}`,
  ...windowedList(count, transitions),
}));

/**
 * `target`: how many times ours the official client's time is to be, at least: of script, task, or call to commit. `whole`:
 * the title of the line of script and task, where `title` is that of call to commit.
 */
const WORKLOADS = [
  {
    name: "list-1000",
    title: "list of 1,000, one changes, 300 transitions",
    target: { script: 4, task: 1.9 },
    ...changingList(1000, 300),
  },
  {
    name: "list-5000",
    title: "list of 5,000, one changes, 60 transitions",
    target: { script: 4.5, task: 1.7 },
    ...changingList(5000, 60),
  },
  {
    name: "list-text",
    title: "list of 1,000, not ASCII",
    ...foreignList(1000, 60),
  },
  {
    name: "cards-500",
    title: "500 subscriptions, all change, 100 transitions",
    target: { script: 1.6, task: 1.4 },
    count: 500,
    ...manyCards(500, 100),
  },
  {
    name: "counter",
    title: "one counter, 2,000 transitions",
    target: { script: 1, task: 1 },
    ...counter(2000),
  },
  {
    name: "load-10000",
    title: "first load of 10,000 documents",
    target: { script: 1.5, task: 1.2 },
    ...loadingList(10_000),
  },
  {
    name: "edit-1000",
    title: "optimistic edit of one of 1,000, call to commit",
    whole: "optimistic edit of one of 1,000, until the server's answer is shown",
    target: { commit: 3.5, script: 3.5 },
    ...editedList(1000, 60),
  },
  {
    name: "reconnect-1000",
    title: "reconnect, 1,000 rows, nothing changed",
    ...reconnectedList(1000),
  },
  {
    name: "reconnect-5000",
    title: "reconnect, 5,000 rows, nothing changed",
    ...reconnectedList(5000),
  },
  ...shapes,
  ...growth,
  {
    name: "memory-list",
    title: "after a list of 5,000 and 20 transitions",
    isMemory: true,
    target: { memory: 1.3 },
    ...changingList(5000, 20),
    without: ["worker", "floor", "reading"],
  },
  {
    name: "memory-cards",
    title: "after 1,000 subscriptions and 20 transitions",
    isMemory: true,
    target: { memory: 1.3 },
    count: 1000,
    ...manyCards(1000, 20),
    without: ["worker", "floor", "reading"],
  },
  {
    name: "live-4g",
    title: "first live data on 4G",
    target: { later: 40 },
    ...firstNumber(),
  },
];

export const workloadNamed = (name) => WORKLOADS.find((workload) => workload.name === name);

/** Those whose name begins with one of `names`; all without. */
export const workloadsFor = (names) =>
  WORKLOADS.filter(
    ({ name }) => names === undefined || names.some((only) => name.startsWith(only)),
  );

/** A query as both sides call it; what clients add to the options of pages is their own. */
export function keyOf(path, args) {
  if (args.paginationOpts === undefined) return `${path} ${JSON.stringify(args)}`;
  return `${path} from ${args.paginationOpts.cursor}`;
}
