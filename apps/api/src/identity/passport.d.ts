/** The little of passport that sign-in uses; its own type package brings all of Express along. */
declare module 'passport' {
  type Done = (error: unknown, user?: unknown) => void;

  export interface Strategy {
    name?: string;
  }

  class Authenticator {
    use(strategy: Strategy): this;
    authenticate(
      name: string,
      options: { session: false },
      callback: (error: unknown, user: unknown) => void,
    ): (request: object, response: object, next: Done) => void;
  }

  const passport: { Authenticator: typeof Authenticator };
  export default passport;
}

declare module 'passport-local' {
  type Done = (error: unknown, user?: unknown) => void;

  export class Strategy {
    name: string;
    constructor(
      options: { passReqToCallback: true; session: false },
      verify: (request: never, username: string, password: string, done: Done) => void,
    );
  }
}
