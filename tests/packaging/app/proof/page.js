// The proof as a page of React: a component that is live by the hooks, with the one-shot client beside it. What it
// proved becomes the text of #proof. Without JSX, as not every bundler reads it unasked.

import { anyApi } from "convex/server";
import { ConvexHttpClient } from "lentil/browser";
import { ConvexProvider, ConvexReactClient, useMutation, useQuery } from "lentil/react";
import { Component, createElement as h, useEffect, useRef, useState } from "react";
import { prove } from "./checks.js";

const { proofs } = anyApi;

/** A page that proves everything against the deployment at `url`. */
export function ProofPage({ url }) {
  return h(Boundary, null, h(App, { url }));
}

/** What a component throws, a client that cannot start above all, is told as the failure that it is. */
class Boundary extends Component {
  state = { error: null };

  static getDerivedStateFromError(error) {
    return { error };
  }

  render() {
    const { error } = this.state;
    return error === null ? this.props.children : h("pre", { id: "proof" }, failure(error));
  }
}

const failure = (error) => JSON.stringify({ error: `${error}\n${error?.stack}` });

function App({ url }) {
  const [client] = useState(() => new ConvexReactClient(url));
  return h(ConvexProvider, { client }, h(Proof, { url }));
}

function Proof({ url }) {
  const [run, setRun] = useState(null);
  const [text, setText] = useState("");
  const list = useQuery(proofs.list, run === null ? "skip" : { run });
  const add = useMutation(proofs.add);
  const followed = useRef(null);
  useEffect(() => {
    // StrictMode comes here twice; the first time is enough.
    if (followed.current !== null) return;
    const follow = (newRun, onList) => {
      followed.current = onList;
      setRun(newRun);
    };
    followed.current = () => {};
    const fetchOnce = (ofRun) => new ConvexHttpClient(url).query(proofs.list, { run: ofRun });
    prove({ follow, add, fetchOnce }).then(
      (proof) => setText(JSON.stringify(proof)),
      (error) => setText(failure(error)),
    );
  }, [url, add]);
  useEffect(() => {
    if (list !== undefined) followed.current?.(list);
  }, [list]);
  return h("pre", { id: "proof" }, text);
}
