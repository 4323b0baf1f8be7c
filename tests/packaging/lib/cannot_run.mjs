// What a row throws that cannot run here: the table says why, and does not count it as run.

export class CannotRun extends Error {}
