import type { Act, AwaitedStep, Office, Step } from '../vocabulary.ts';
import { conditionsOf } from './conditions.ts';
import { chainVersions } from './index.ts';

const running = Object.values(chainVersions)
  .flatMap((versions) => Object.values(versions))
  .flatMap(conditionsOf)
  .filter(({ name, requests }) => requests.length > 0 && name !== 'awaitingReport');
const signed = running.filter(({ requests }) => requests.some(({ signs }) => signs));
const unsigned = running.filter((condition) => !signed.includes(condition));

/** The condition that each act answers which gives no signature: `inform` and `decline` answer `awaitingInform`. */
export const conditionAnsweredBy = Object.fromEntries(
  unsigned.flatMap(({ name, exits }) =>
    exits.filter(({ act }) => act !== 'withdraw').map(({ act }) => [act, name as AwaitedStep]),
  ),
) as Partial<Record<Act, AwaitedStep>>;

/** The signature for which each office is asked: what it answers by a return or a rejection. */
export const signatureAskedOf = Object.fromEntries(
  signed.flatMap(({ requests }) => requests.flatMap(({ awaits, signs }) => awaits.map((office) => [office, signs]))),
) as Partial<Record<Office, Step>>;
