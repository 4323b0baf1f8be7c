// Where a workload's numbers stand: in which table, in which lines, judged by what. Leaves the cells to report.mjs.

/** Which table a workload stands in. */
export const kindOf = ({ kind, isMemory, isCounted, isGrowth, play }) =>
  kind ||
  (isMemory && "memory") ||
  (isCounted && "renders") ||
  (isGrowth && "growth") ||
  (play === "live" && "live") ||
  "time";

/** Transitions or edits of a workload. */
export const stepsOf = ({ steps, transitions, edits }) =>
  steps ?? edits?.length ?? Math.max(transitions ?? 1, 1);

const TIMES = ["script", "task"];

/**
 * The lines of a workload: a title, the names of the numbers that it is judged by, what those are divided by, and whether it
 * says how many rows rendered. Edits have two: from the call to the commit, which is the time of one already; and `whole`,
 * of which the times are those of all.
 */
export function linesOf({ title, whole, ...workload }, measured) {
  const isByCommit = Object.values(measured).some(({ commit }) => commit !== undefined);
  const judged = isByCommit ? ["commit"] : TIMES;
  if (whole === undefined) return [{ title, judged, per: 1, countsRows: true }];
  return [
    { title, judged, per: 1, countsRows: false },
    { title: whole, judged: TIMES, per: stepsOf(workload), countsRows: true },
  ];
}
