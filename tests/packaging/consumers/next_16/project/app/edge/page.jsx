// The same page on the edge runtime.

export { default } from "../preloaded/page";

export const runtime = "edge";
