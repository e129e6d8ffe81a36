import { newInitialPassword, type Passwords } from '../identity/passwords.ts';
import type { Secrets } from '../secrets/secrets.ts';

/** A password for the first sign-in: hashed for the person's row, encrypted for the answer that is kept. */
export interface InitialPassword {
  hash: string;
  sealed: string;
}

export async function makeInitialPassword(passwords: Passwords, secrets: Secrets): Promise<InitialPassword> {
  const password = newInitialPassword();
  return { hash: await passwords.hashInitial(password), sealed: secrets.encrypt(password) };
}

/** An answer as it is kept for a repetition of its request: the password in it is encrypted. */
export interface Sealed {
  sealedPassword: string;
}

/** The answer as it is sent. */
export function unseal<T extends Sealed>(
  { sealedPassword, ...answer }: T,
  secrets: Secrets,
): Omit<T, 'sealedPassword'> & { initialPassword: string } {
  return { ...answer, initialPassword: secrets.decrypt(sealedPassword) };
}
