import { useEffect } from 'react';

/** Going away from the console altogether would lose what was typed: the browser asks first. */
export function useClosingWarning(isTyped: () => boolean): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (isTyped()) event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  });
}
