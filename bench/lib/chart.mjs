// The ratios as a picture: per workload, how many times the official client's time is that of each other column.
// Owns the drawing: plain SVG, readable on light and dark ground. Leaves the numbers to the results.

import { BASE } from "./columns.mjs";
import { kindOf, linesOf } from "./lines.mjs";

const TITLE = "Times faster than npm convex 1.48, same page, same frames";
const LABELS = 450;
const BARS = 400;
const BAR = 12;
const GAP = 18;
const TOP = 64;
const COLOURS = ["#d97706", "#94a3b8", "#2563eb", "#059669"];

export function chart(results, columns) {
  const timed = results.filter(({ workload }) => kindOf(workload) === "time");
  const others = columns.filter(({ name }) => name !== BASE);
  const groups = timed.flatMap(({ workload, columns: measured }) =>
    groupsOf(workload, measured, others),
  );
  const longest = Math.max(1, ...groups.flatMap(({ ratios }) => ratios));
  const height = BAR * others.length + GAP;
  const scale = BARS / longest;
  const body = groups.map((group, at) => draw(group, TOP + at * height, scale)).join("");
  const bottom = TOP + groups.length * height;
  return svg(bottom, `${legend(others)}${body}${unit(scale, bottom)}`);
}

/** One group of bars a kind of time. */
const groupsOf = (workload, measured, others) =>
  linesOf(workload, measured).flatMap(({ title, judged }) =>
    judged.map((kind) => ({
      title: kind === "commit" ? title : `${title}: ${kind}`,
      ratios: others.map(({ name }) =>
        measured[name] ? measured[BASE][kind] / measured[name][kind] : 0,
      ),
    })),
  );

function draw({ title, ratios }, top, scale) {
  const middle = top + (BAR * ratios.length) / 2 + 4;
  const bars = ratios.map((ratio, at) => {
    if (ratio === 0) return ""; // not measured
    const y = top + at * BAR;
    const width = (ratio * scale).toFixed(1);
    return (
      `<rect x="${LABELS}" y="${y}" width="${width}" height="${BAR - 2}" fill="${COLOURS[at % COLOURS.length]}"/>` +
      `<text x="${(LABELS + ratio * scale + 5).toFixed(1)}" y="${y + 9}" font-size="10">${ratio.toFixed(1)}x</text>`
    );
  });
  return `<text x="${LABELS - 10}" y="${middle}" text-anchor="end">${title}</text>${bars.join("")}\n`;
}

const legend = (others) =>
  `<text x="10" y="22" font-size="14" font-weight="bold">${TITLE}</text>` +
  others
    .map(
      ({ title }, at) =>
        `<rect x="${10 + at * 160}" y="36" width="12" height="12" fill="${COLOURS[at % COLOURS.length]}"/>` +
        `<text x="${10 + at * 160 + 18}" y="46">${title}</text>`,
    )
    .join("");

/** Where a column is as fast as the official client. */
function unit(scale, bottom) {
  const x = (LABELS + scale).toFixed(1);
  return `<line x1="${x}" y1="${TOP - 6}" x2="${x}" y2="${bottom - 6}" stroke="#888" stroke-dasharray="3 3"/>`;
}

const svg = (bottom, body) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LABELS + BARS + 60} ${bottom + 10}" ` +
  `font-family="system-ui, sans-serif" font-size="12" fill="#888">\n<title>${TITLE}</title>\n${body}\n</svg>\n`;
