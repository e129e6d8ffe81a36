import type { LetterKeySet, LetterSigner } from '@countersign/evidence';
import { Logger } from '@nestjs/common';
import type { Config } from '../config/config.ts';
import { letterKeyFolder, letterKeyNames, makeLetterKeyFile, readLetterKey, type StoredLetterKey } from './letter-key-files.ts';

/**
 * The keys that letters are signed with: files outside the database, so that whoever can write the database cannot make
 * letters. Each look at them sees what the folder holds at that moment: a key that was rotated signs from then on, in
 * every server that shares the folder, without a restart.
 */
export class LetterKeys {
  private readonly logger = new Logger('LetterKeys');
  private readonly folder: string;
  private names: string[] = [];
  private keys: StoredLetterKey[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** The keys of this data folder; the first one is made where there is none. */
  static open(config: Config): LetterKeys {
    const letterKeys = new LetterKeys(letterKeyFolder(config));
    const { folder } = letterKeys;
    if (letterKeyNames(folder).length === 0) makeLetterKeyFile(folder, 1);
    letterKeys.read();
    return letterKeys;
  }

  /** The key that signs now. */
  get current(): LetterSigner {
    const [{ publicKey, privateKey }] = this.present() as [StoredLetterKey];
    return { kid: publicKey.kid, privateKey };
  }

  /** The public halves, the one that signs now first. */
  get publicKeys(): LetterKeySet {
    return { keys: this.present().map(({ publicKey }) => publicKey) };
  }

  /** What was read last, where the folder cannot be read any more: a letter need not wait for that. */
  private present(): StoredLetterKey[] {
    try {
      this.read();
    } catch (error) {
      this.logger.error(error);
    }
    return this.keys;
  }

  private read(): void {
    const names = letterKeyNames(this.folder);
    if (names.length === 0 || names.join() === this.names.join()) return;
    this.keys = names.map((name) => readLetterKey(this.folder, name));
    this.names = names;
  }
}
