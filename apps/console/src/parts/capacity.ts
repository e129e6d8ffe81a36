import type { Capacity } from '@countersign/policy';

/** One name for each capacity, an office and for whom: a list of them that is read anew may have another order. */
export const capacityKey = ({ office, onBehalfOf }: Pick<Capacity, 'office'> & { onBehalfOf: { id: string } | null }): string =>
  `${office} ${onBehalfOf?.id ?? ''}`;
