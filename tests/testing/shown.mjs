// A component below the provider of lentil/testing, with the hooks that a test runs in it.

import "../hooks/page.mjs";
import { afterEach } from "node:test";
import { act, cleanup, render } from "@testing-library/react";
import { Component, createElement as h } from "react";
import { TestConvexProvider } from "../../dist/react/testing/index.js";

afterEach(cleanup);

export { act, render };

/** `current` is what `use` gave last, or the error that it threw, `values` all that it gave. */
export function show(convex, use, wrap = (tree) => tree) {
  const seen = { values: [], current: undefined };
  const page = h(Catching, { seen }, h(Probe, { use, seen }));
  render(wrap(h(TestConvexProvider, { client: convex }, page)));
  return seen;
}

/** Does `work` and what follows of it. */
export const settled = (work) => act(async () => work?.());

function Probe({ use, seen }) {
  seen.current = use();
  seen.values.push(seen.current);
  return null;
}

class Catching extends Component {
  state = {};
  static getDerivedStateFromError(error) {
    return { error };
  }
  render() {
    if (this.state.error) this.props.seen.current = this.state.error;
    return this.state.error ? null : this.props.children;
  }
}
