import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import { useWords } from '../i18n/words.ts';
import { Confirm } from './confirm.tsx';
import { Failure } from './failure.tsx';
import { Loading } from './loading.tsx';
import styles from './signature-image.module.css';
import { partsWords } from './words.ts';

const SignaturePad = lazy(() => import('./signature-pad.tsx'));

const path = '/session/signature-image';

/** Whether one has an image of one's own signature. */
async function hasImage(): Promise<boolean> {
  try {
    await api.read(path);
    return true;
  } catch (error) {
    if (isProblem(error, 'notFound')) return false;
    throw error;
  }
}

/** One's own handwritten signature, as one's signatures show it from now on; written here, or chosen as a picture. */
export function SignatureImage({ removable = false }: { removable?: boolean }) {
  const say = useWords(partsWords);
  const client = useQueryClient();
  const { data: isSet, dataUpdatedAt, error, refetch } = useQuery({ queryKey: ['signature-image'], queryFn: hasImage, staleTime: Infinity });
  const [writing, setWriting] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [removing, setRemoving] = useState(false);
  const set = async (image: Blob): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      await api.put(path, image);
      await client.invalidateQueries({ queryKey: ['signature-image'] });
      setWriting(false);
    } catch (problem) {
      setFailure(problem);
    } finally {
      setBusy(false);
    }
  };
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (isSet === undefined) return <Loading lines={1} />;
  return (
    <section className={styles.image} aria-label={say('handwritten')}>
      <div className={styles.now}>
        {isSet ? (
          <img src={`/api/v1${path}?at=${dataUpdatedAt}`} alt={say('handwritten')} />
        ) : (
          <span className="muted">{say('handwrittenNone')}</span>
        )}
        {!writing && <Button onClick={() => setWriting(true)}>{say(isSet ? 'handwrittenChange' : 'handwrittenWrite')}</Button>}
        {removable && isSet && !writing && (
          <Button type="text" onClick={() => setRemoving(true)}>
            {say('handwrittenRemove')}
          </Button>
        )}
      </div>
      {failure !== null && <Failure error={failure} />}
      {writing && (
        <Suspense fallback={<Loading lines={3} />}>
          <SignaturePad busy={busy} onWritten={(image) => void set(image)} onCancel={() => setWriting(false)} />
        </Suspense>
      )}
      {removing && (
        <Confirm
          title={say('handwrittenRemove')}
          why={say('handwrittenRemoveWhy')}
          does={say('handwrittenRemove')}
          onClose={() => setRemoving(false)}
          work={async () => {
            await api.delete(path);
            await client.invalidateQueries({ queryKey: ['signature-image'] });
            setRemoving(false);
          }}
        />
      )}
    </section>
  );
}
