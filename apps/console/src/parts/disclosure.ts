import { useEffect, useRef, useState, type RefObject } from 'react';

interface Disclosure {
  open: boolean;
  setOpen: (open: boolean) => void;
  /** The button that opens it, which has the focus again after Escape. */
  button: RefObject<HTMLButtonElement | null>;
  /** What holds both, the button and what it opens. */
  around: RefObject<HTMLDivElement | null>;
}

/** Something small that a button opens beside itself; Escape, and a press anywhere else, close it. */
export function useDisclosure(): Disclosure {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const around = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const press = ({ key }: KeyboardEvent): void => {
      if (key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    const point = ({ target }: PointerEvent): void => {
      if (!around.current?.contains(target as Node)) setOpen(false);
    };
    document.addEventListener('keydown', press);
    document.addEventListener('pointerdown', point);
    return () => {
      document.removeEventListener('keydown', press);
      document.removeEventListener('pointerdown', point);
    };
  }, [open]);
  return { open, setOpen, button, around };
}
