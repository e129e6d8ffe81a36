import { useWords } from '../i18n/words.ts';
import { Button } from './button.tsx';
import { Failure } from './failure.tsx';
import { partsWords } from './words.ts';

interface Props {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; isFetchNextPageError: boolean; error: unknown; fetchNextPage: () => unknown };
}

/** The next page of a list, below it. */
export function More({ list: { hasNextPage, isFetchingNextPage, isFetchNextPageError, error, fetchNextPage } }: Props) {
  const say = useWords(partsWords);
  if (!hasNextPage) return null;
  return (
    <div style={{ marginTop: 12, textAlign: 'center' }}>
      {isFetchNextPageError && <Failure error={error} />}
      <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {say('more')}
      </Button>
    </div>
  );
}
