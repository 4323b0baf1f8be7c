/**
 * What `lentil/worker` is in React Native: npm convex's client, which has no core to put anywhere.
 */

import "../../js/native/notice.js";

export { ConvexReactClient } from "convex/react";
