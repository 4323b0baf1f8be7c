// Medians.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median of each number of the runs. */
export function medians(runs) {
  const names = Object.keys(runs[0]).filter((name) => typeof runs[0][name] === "number");
  return Object.fromEntries(names.map((name) => [name, median(runs.map((run) => run[name]))]));
}
