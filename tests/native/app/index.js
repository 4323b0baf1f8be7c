// The smallest app of React Native: it imports Lentil and says whose the names are.

import * as browser from "convex/browser";
import * as react from "convex/react";
import { version } from "lentil";
import { ConvexHttpClient } from "lentil/browser";
import { ConvexReactClient, useQuery, useQueryRows } from "lentil/react";
import { ConvexError } from "lentil/values";

globalThis.seen = {
  areConvexs: [useQuery === react.useQuery, ConvexHttpClient === browser.ConvexHttpClient],
  alsoByRequire: require("lentil/react").useQuery === require("convex/react").useQuery,
  ours: [typeof useQueryRows, typeof version, typeof ConvexError],
  client: new ConvexReactClient("https://happy-otter-123.convex.cloud").url,
};
