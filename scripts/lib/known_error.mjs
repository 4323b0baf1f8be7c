// Errors whose message says all there is to say, so that no stack trace is shown with it.

export class KnownError extends Error {}

/** A command that could not be started or exited with an error; the message names it. */
export class CommandFailed extends KnownError {}

/** Something setup cannot bring by itself; the message says which command would. */
export class SetupError extends KnownError {}

/** A script was called with arguments it cannot read. */
export class UsageError extends KnownError {}
