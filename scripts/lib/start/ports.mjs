// Ports of this machine: the wanted one where it is free, else the next that is.

import { createServer } from "node:net";
import { KnownError } from "../known_error.mjs";
import { say } from "../say.mjs";

const TRIES = 50;

export async function freePort(wanted, purpose) {
  for (let port = wanted; port < wanted + TRIES; port += 1) {
    if (!(await isFree(port))) continue;
    if (port !== wanted) say(`port ${wanted} is taken; ${purpose} uses ${port}`);
    return port;
  }
  throw new KnownError(`${purpose}: ports ${wanted} to ${wanted + TRIES - 1} are all taken`);
}

/** Free on every loopback address: a page may be asked for by either. */
async function isFree(port) {
  return (await canListen(port, "127.0.0.1")) && (await canListen(port, "::1"));
}

function canListen(port, host) {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", (error) => done(error.code !== "EADDRINUSE"));
    server.listen({ port, host, exclusive: true }, () => server.close(() => done(true)));
  });
}
