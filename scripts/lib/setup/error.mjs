// What setup cannot do by itself: the message says what is missing and which command brings it.

export class SetupError extends Error {
  name = "SetupError";
}
