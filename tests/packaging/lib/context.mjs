// What a row of a consumer is given (`ctx`), and running one: the project's folder, the deployment, programs, pages.

import { join } from "node:path";
import { temporaryFolder } from "../../support/cleanup.mjs";
import { freePort } from "../../support/free_port.mjs";
import { readProof } from "./pages.mjs";
import { Programs } from "./programs.mjs";
import { serveFolder } from "./static_site.mjs";

/** What every environment has to prove; a row that can prove less says so in its `lacks`. */
export const ALL = ["live", "mutation", "one-shot", "values"];

/** Runs one row in a project that is made; gives `{ proved, loader, lacks, notes }`, or throws. */
export async function runRow(row, { folder, tarball, deployment, pages }) {
  const leftovers = await temporaryFolder("leftovers");
  const env = { CONVEX_URL: deployment.url };
  const programs = new Programs(folder, { leftovers: leftovers.path, env });
  const sites = [];
  const ctx = {
    folder,
    tarball,
    deployment,
    port: freePort,
    /** Runs a program to its end; its output. */
    run: (command, args, options) => programs.run(command, args, options),
    /** Starts a program that ends with the row. */
    start: (command, args, options) => programs.start(command, args, options),
    /** What a program proved: the JSON in its last line. */
    program: async (command, args, options) =>
      readProof(await programs.run(command, args, options)),
    /** What the page at `url` proved; it is told the deployment's address behind its `#`. */
    page: (url, browser) => pages.proofOf(`${url}#${deployment.url}`, browser),
    /** The address of a folder of the project, served as it is, with `headers` if need be. */
    async serve(path, headers) {
      sites.push(await serveFolder(join(folder, path), headers));
      return sites.at(-1).url;
    },
  };
  try {
    return checked(await row.run(ctx));
  } finally {
    for (const site of sites) site.close();
    await programs.endAll();
    await leftovers.remove();
  }
}

/** What is not proved must be named in `lacks`, with the reason, and what is named there is not proved. */
export function checked({ proved, loader, lacks = {}, notes = "" }) {
  const lacking = ALL.filter((what) => !proved.includes(what) && !lacks[what]);
  if (lacking.length > 0) throw new Error(`not proved: ${lacking.join(", ")}`);
  const surplus = Object.keys(lacks).filter((what) => proved.includes(what) || !ALL.includes(what));
  if (surplus.length > 0) throw new Error(`not lacking: ${surplus.join(", ")}`);
  return { proved: ALL.filter((what) => proved.includes(what)), loader, lacks, notes };
}
