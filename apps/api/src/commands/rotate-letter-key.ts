import { CannotStart } from '../cannot-start.ts';
import { readConfig } from '../config/config.ts';
import { addLetterKey, letterKeyFolder, letterKeyNames } from '../letter-keys/letter-key-files.ts';

/** `npm run rotate-letter-key`: letters are signed with a new key from now on; those of the old one stay genuine. */
function main(): void {
  const folder = letterKeyFolder(readConfig(process.env));
  const { publicKey } = addLetterKey(folder);
  const retired = letterKeyNames(folder).length - 1;
  console.log(`新的签发密钥 · new letter key: ${publicKey.kid}`);
  console.log(`已停用但仍用于核验 · retired, still checked against: ${retired}`);
  console.log(`请备份 ${folder} · back up ${folder}`);
}

try {
  main();
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
