// What a server of a project answers, asked by the tests themselves: with a deadline, and with what the server printed
// where it does not answer as it should.

import { within } from "../../support/deadline.mjs";

/** The text that `server` (of `ctx.start`) answers at `url`. */
export async function answerOf(url, server, options) {
  try {
    const response = await within(`${url} to answer`, fetch(url, options));
    const text = await within(`${url} to end its answer`, response.text());
    if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
    return text;
  } catch (error) {
    const why = error.cause ? `${error.message}: ${error.cause.message}` : error.message;
    throw new Error(`${why}\nthe server printed:\n${server.output()}`);
  }
}
