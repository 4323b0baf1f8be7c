// Bun as a runtime.

const program = (file) => (ctx) => ctx.program("bun", [file]);

export default {
  name: "Bun",
  package: "bun",
  rows: [
    { name: "import", run: program("main.mjs") },
    { name: "require", run: program("main.cjs") },
  ],
};
