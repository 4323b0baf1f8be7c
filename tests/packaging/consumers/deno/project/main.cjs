// A program that requires Lentil.

const { proveProgram } = require("./proof/program.cjs");

proveProgram(process.env.CONVEX_URL).then((proof) => console.log(JSON.stringify(proof)));
