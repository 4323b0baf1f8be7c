// The smallest script that still fails.

/** `fails(script)` says whether it still fails; steps are taken out as long as it does. */
export async function shrink(script, fails) {
  let smallest = script;
  for (let size = Math.ceil(script.length / 2); size >= 1; size = Math.floor(size / 2)) {
    let at = 0;
    while (at < smallest.length) {
      const shorter = smallest.toSpliced(at, size);
      if (await fails(shorter)) smallest = shorter;
      else at += size;
    }
  }
  return smallest;
}
