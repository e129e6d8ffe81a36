import { lazy, type ComponentType } from 'react';
import { NetworkError } from '../api/problem.ts';
import { reach } from '../api/reach.ts';

/** What a page's file holds. */
interface Loaded<P> {
  default: ComponentType<P>;
  begin?: Begin;
}

/** Begins to read what a page shows first, so that it need not wait for the page to be drawn. */
export type Begin = (at: { params: Readonly<Record<string, string | undefined>>; search: URLSearchParams }) => void;

export interface Later<P> {
  (props: P): React.ReactNode;
  /** Loads it ahead of its being drawn. Rejects with a NetworkError where it could not be fetched. */
  bring: () => Promise<Loaded<P>>;
}

/** As the browsers say that a script, and Vite that its style sheet, did not come. */
const notFetched = /dynamically imported module|module script|preload CSS/i;

async function fetched<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof Error && notFetched.test(error.message))) throw error;
    reach.tell(false);
    throw new NetworkError(error.message);
  }
}

const patience = 10_000;

/** Whether scripts could be fetched now; asked of this file, of which any answer is one. */
export const scriptsCome = (): Promise<boolean> =>
  fetch(import.meta.url, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(patience) }).then(
    ({ status }) => status < 500,
    () => false,
  );

/**
 * A page, sheet or dialog that is loaded when somebody goes there, or a little earlier by `bring`. What is there already
 * is drawn in one go: React's own lazy components show their waiting for a moment even then.
 */
export function later<P extends object>(load: () => Promise<Loaded<P>>): Later<P> {
  let Here: ComponentType<P> | null = null;
  const bring = async (): Promise<Loaded<P>> => {
    const loaded = await fetched(load);
    Here = loaded.default;
    return loaded;
  };
  const Coming = lazy(bring) as unknown as ComponentType<P>;
  const Page = (props: P) => (Here ? <Here {...props} /> : <Coming {...props} />);
  return Object.assign(Page, { bring });
}

/** One that is made with Ant Design, which comes along with the first of them and not before. */
export const dressed = <P extends object>(load: () => Promise<Loaded<P>>): Later<P> =>
  later(async () => {
    const [{ Dressed }, { default: Inner, begin }] = await Promise.all([import('./dressed.tsx'), load()]);
    return {
      begin,
      default: (props: P) => (
        <Dressed>
          <Inner {...props} />
        </Dressed>
      ),
    };
  });
