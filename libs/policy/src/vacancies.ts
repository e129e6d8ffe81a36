import { awaitsOf, currentVersion } from './chains/index.ts';
import { chains, isDepartmentOffice, offices, type Chain, type Office } from './vocabulary.ts';

/** An office that nobody holds, in one department where it belongs to one. */
export interface Vacancy {
  office: Office;
  departmentId: string | null;
  /** The chains that stop there; none where another office may act in its place, or no chain awaits it. */
  chains: Chain[];
}

type Held = Pick<Vacancy, 'office' | 'departmentId'>;

const awaited = chains.flatMap((chain) => awaitsOf(chain, currentVersion(chain)).map((either) => ({ chain, either })));

/** Every office that is held by nobody, with the chains that cannot go past it. */
export function vacanciesIn(departmentIds: readonly string[], held: readonly Held[]): Vacancy[] {
  const isHeld = (office: Office, departmentId: string | null): boolean =>
    held.some((one) => one.office === office && one.departmentId === departmentId);
  const places = offices.flatMap((office): Held[] =>
    isDepartmentOffice(office) ? departmentIds.map((departmentId) => ({ office, departmentId })) : [{ office, departmentId: null }],
  );
  return places
    .filter(({ office, departmentId }) => !isHeld(office, departmentId))
    .map(({ office, departmentId }) => {
      const stopped = awaited.filter(
        ({ either }) =>
          either.includes(office) && !either.some((other) => isHeld(other, isDepartmentOffice(other) ? departmentId : null)),
      );
      return { office, departmentId, chains: [...new Set(stopped.map(({ chain }) => chain))] };
    });
}
