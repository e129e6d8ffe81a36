/** Something an operator must put right before the program can run: one sentence in each language, no stack trace. */
export class CannotStart extends Error {
  constructor(zh: string, en: string) {
    super(`${zh} · ${en}`);
  }
}
