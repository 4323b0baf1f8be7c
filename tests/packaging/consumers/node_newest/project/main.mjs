// A program that imports Lentil.

import { proveProgram } from "./proof/program.js";

console.log(JSON.stringify(await proveProgram(process.env.CONVEX_URL)));
