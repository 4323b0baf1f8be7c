// A run of consumers, one after the other, against one deployment and with the same browsers: makes each project, runs
// its rows, tells the results as they come. A failing row stops nothing.

import { join } from "node:path";
import { temporaryFolder } from "../../support/cleanup.mjs";
import { startDeployment } from "../../support/deployment.mjs";
import { ROOT } from "../../support/paths.mjs";
import { CannotRun } from "./cannot_run.mjs";
import { runRow } from "./context.mjs";
import { Pages } from "./pages.mjs";
import { Programs } from "./programs.mjs";
import { installedVersion, makeProject } from "./projects.mjs";

const APP = join(ROOT, "tests", "packaging", "app");

const failureOf = (error) =>
  error instanceof CannotRun ? { notRun: error.message } : { failure: error.message };

export class MatrixRun {
  #tarball;
  #deployment;
  #pages = new Pages();

  /** `tarball` is the packed Lentil. */
  constructor(tarball) {
    this.#tarball = tarball;
  }

  async start() {
    this.#deployment = await startDeployment({ folder: APP });
  }

  async close() {
    try {
      await this.#pages.close();
    } finally {
      await this.#deployment?.close();
    }
  }

  /** What the rows ran in, with versions: this Node, and the browsers that were needed. */
  async hosts() {
    return [`Node ${process.version.slice(1)}`, ...(await this.#pages.versions())];
  }

  /** Makes the project of a consumer in `folder`. */
  async make(consumer, folder) {
    await makeProject(consumer, { folder, tarball: this.#tarball });
  }

  /** Runs one row of a consumer whose project is in `folder`; throws where it fails. */
  async runRow(row, folder) {
    const given = { folder, tarball: this.#tarball, deployment: this.#deployment };
    return await runRow(row, { ...given, pages: this.#pages });
  }

  /** The version of what a consumer tries: that of a package of its, or what a program of its says. */
  async versionOf(consumer, folder) {
    if (consumer.package) return installedVersion(folder, consumer.package);
    const leftovers = await temporaryFolder("leftovers");
    const programs = new Programs(folder, { leftovers: leftovers.path });
    const version = await programs.run(consumer.program, ["--version"]);
    await leftovers.remove();
    return version.trim().replace(/^v/, "");
  }

  /** Every row of a consumer as a result: `{ consumer, version, row, proved, loader, lacks, notes, failure }`. */
  async results(consumer, folder) {
    let version;
    try {
      await this.make(consumer, folder);
      version = await this.versionOf(consumer, folder);
    } catch (error) {
      return [{ consumer: consumer.name, version: "", row: "install", failure: error.message }];
    }
    const results = [];
    for (const row of consumer.rows) {
      const start = performance.now();
      const result = await this.runRow(row, folder).catch(failureOf);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      const { name, mayNotRun } = row;
      results.push({ consumer: consumer.name, version, row: name, mayNotRun, seconds, ...result });
    }
    return results;
  }
}
