import type { Box } from '@countersign/contract';

export type { Box };

/** In the order of the tabs. */
export const boxes: readonly Box[] = ['awaiting', 'done', 'started', 'copied'];
