/**
 * What a render has in common, where there is no render of React on a server: nothing.
 *
 * Owns: doing without React, which need not be installed. Its twin under the condition `react-server` is
 * `per_render.ts`; `#per-render` in package.json chooses.
 */

/** None: each call is its own. */
export const perRender: (<T>(make: () => T) => () => T) | undefined = undefined;
