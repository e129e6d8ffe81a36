/** Something an operator must put right before the program can run: one sentence, and no stack trace. */
export class CannotStart extends Error {}
