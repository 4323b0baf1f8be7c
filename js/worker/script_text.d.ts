/** The worker's script, made of `worker/thread/` by the build. */
declare const script: string;
export default script;
