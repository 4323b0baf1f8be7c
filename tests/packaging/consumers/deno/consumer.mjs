// Deno, in a project with a package.json.

const program = (file) => (ctx) =>
  ctx.program("deno", ["run", "--allow-net", "--allow-env", "--allow-read", file]);

export default {
  name: "Deno",
  package: "deno",
  rows: [
    { name: "import", run: program("main.mjs") },
    { name: "require", run: program("main.cjs") },
  ],
};
