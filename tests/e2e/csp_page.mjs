// A page that shows one query, or the error that its boundary caught. Bundled by page_site.mjs; the
// deployment's address is what follows # in the page's own.

import { Component, createElement as h } from "react";
import { createRoot } from "react-dom/client";
import { ConvexProvider, ConvexReactClient, useQuery } from "../../dist/react/index.js";

class Boundary extends Component {
  state = { error: null };

  static getDerivedStateFromError(error) {
    return { error };
  }

  render() {
    const { error } = this.state;
    return error === null ? this.props.children : h("p", { role: "alert" }, error.message);
  }
}

function People() {
  const people = useQuery("users:list", {});
  return h("p", { role: "status" }, people === undefined ? "loading" : `${people.length} people`);
}

const client = new ConvexReactClient(location.hash.slice(1));
const app = h(ConvexProvider, { client }, h(People));
createRoot(document.getElementById("root")).render(h(Boundary, null, app));
