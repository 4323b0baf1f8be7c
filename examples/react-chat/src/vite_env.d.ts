// The settings that `vite build` puts into the page.

interface ImportMetaEnv {
  /** Address of the deployment; the embedded one on this machine when unset. */
  readonly VITE_CONVEX_URL?: string;
}
