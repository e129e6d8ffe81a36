import { Core1763769600000 } from './0001-core.ts';
import { Documents1763956800000 } from './0002-documents.ts';
import { Directory1764129600000 } from './0003-directory.ts';
import { Live1764216000000 } from './0004-live.ts';
import { Overview1764302400000 } from './0005-overview.ts';
import { LogSearch1764388800000 } from './0006-log-search.ts';
import { Verifications1764475200000 } from './0007-verifications.ts';
import { PhraseUse1764561600000 } from './0008-phrase-use.ts';

/** Every migration, oldest first. A test compares this list with the folder. */
export const migrations = [
  Core1763769600000,
  Documents1763956800000,
  Directory1764129600000,
  Live1764216000000,
  Overview1764302400000,
  LogSearch1764388800000,
  Verifications1764475200000,
  PhraseUse1764561600000,
];
