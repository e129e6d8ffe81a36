/** A drawer from below, as high as what is in it, and never higher than the screen. */
export const fromBelow = {
  placement: 'bottom',
  size: 'auto',
  styles: { section: { height: 'auto', maxHeight: '92dvh' }, header: { padding: '12px 16px' }, body: { padding: 16 }, footer: { padding: '8px 16px' } },
} as const;
