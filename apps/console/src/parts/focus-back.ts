import { useCallback, useEffect, useRef } from 'react';

/**
 * Gives the focus back to what opened something above the page, once that is closed; where it is gone, to the page.
 * Answers what to call before opening.
 */
export function useFocusBack(isOpen: boolean): () => void {
  const from = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (isOpen || !from.current) return;
    (from.current.isConnected ? from.current : document.getElementById('main'))?.focus({ preventScroll: true });
    from.current = null;
  }, [isOpen]);
  return useCallback(() => {
    from.current ??= document.activeElement as HTMLElement | null;
  }, []);
}
