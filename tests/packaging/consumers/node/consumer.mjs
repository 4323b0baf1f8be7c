// The Node that runs the tests, by both of its module systems.

const program = (file) => ({
  run: (ctx) => ctx.program("node", [file]),
});

/** The rows of any program that runs Node's programs, as a newer Node does. */
export const rows = [
  { name: "import", ...program("main.mjs") },
  { name: "require", ...program("main.cjs") },
];

export default {
  name: "Node",
  program: "node",
  isCore: true,
  rows,
};
