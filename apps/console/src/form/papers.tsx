import type { PaperResponse } from '@countersign/contract';
import { paperKindWords } from '@countersign/contract/words';
import type { PaperKind } from '@countersign/policy';
import { otherHospitalPapers } from '@countersign/policy/vocabulary';
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState, type DragEvent } from 'react';
import { api, newKey } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import { useLanguage, useWords } from '../i18n/words.ts';
import { Failure } from '../parts/failure.tsx';
import { tell } from '../parts/messages.tsx';
import { useDraft, useField } from './draft-context.tsx';
import { idOf } from './field.tsx';
import styles from './form.module.css';
import { paperQuery } from './queries.ts';
import { formWords } from './words.ts';

const pointer = '/papers';
const types = ['application/pdf', 'image/jpeg', 'image/png'];
/** As the server would refuse it (maxPaperBytes of the contract); told before it is sent. */
const most = 20 * 1_048_576;
const kinds: PaperKind[] = [...otherHospitalPapers, 'other'];

const isRequired = (kind: PaperKind): boolean => (otherHospitalPapers as readonly PaperKind[]).includes(kind);

/** The papers that come with another hospital's case. */
export function PapersPart() {
  const say = useWords(formWords);
  const { value, error } = useField(pointer);
  const ids = value as string[];
  const papers = useQueries({ queries: ids.map(paperQuery) });
  const known = papers.flatMap(({ data }) => data ?? []);
  const gone = ids.filter((_, i) => isProblem(papers[i]?.error, 'notFound'));
  const { saver } = useDraft();
  const write = (next: string[]): void => {
    saver.write(pointer, next);
    void saver.flush();
  };
  return (
    <section className="card" aria-labelledby="papers">
      <h2 id="papers">{say('papers')}</h2>
      <p className="muted">{say('papersAbout')}</p>
      {error && (
        <p className={styles.error} id={idOf(pointer)} tabIndex={-1}>
          {error}
        </p>
      )}
      {gone.length > 0 && (
        <p className={styles.error}>
          {say('paperGone')}
          <Button size="small" onClick={() => write(ids.filter((id) => !gone.includes(id)))}>
            {say('remove')}
          </Button>
        </p>
      )}
      <ul className={styles.papers}>
        {kinds.map((kind) => (
          <PaperSlot
            key={kind}
            kind={kind}
            missing={Boolean(error) && isRequired(kind)}
            papers={known.filter((paper) => paper.kind === kind)}
            onUploaded={(paper, replaced) => write([...saver.state.typed.papers.filter((id) => !replaced.includes(id)), paper.id])}
            onRemove={(id) => write(saver.state.typed.papers.filter((one) => one !== id))}
          />
        ))}
      </ul>
    </section>
  );
}

interface SlotProps {
  kind: PaperKind;
  missing: boolean;
  papers: PaperResponse[];
  onUploaded: (paper: PaperResponse, replaced: readonly string[]) => void;
  onRemove: (id: string) => void;
}

interface Sending {
  file: File;
  key: string;
  share: number;
  stop: AbortController;
}

function PaperSlot({ kind, missing, papers, onUploaded, onRemove }: SlotProps) {
  const say = useWords(formWords);
  const language = useLanguage();
  const client = useQueryClient();
  const [sending, setSending] = useState<Sending | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [failed, setFailed] = useState<{ error: unknown; again: () => void } | null>(null);
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const unmounted = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    unmounted.current = controller;
    return () => controller.abort();
  }, []);
  const kindName = paperKindWords[kind][language];
  const has = papers.length > 0;
  /** One of each kind that is needed, however many others. */
  const replaces = has && isRequired(kind);

  const removeFile = async (id: string): Promise<void> => {
    try {
      await api.delete(`/papers/${id}`);
    } catch (error) {
      if (!isProblem(error, 'notFound', 'paperAttached')) setFailed({ error, again: () => void removeFile(id).then(() => setFailed(null)) });
    }
  };
  const send = async (file: File, key: string): Promise<void> => {
    const stop = new AbortController();
    setFailed(null);
    setSending({ file, key, share: 0, stop });
    const form = new FormData();
    form.append('kind', kind);
    form.append('file', file);
    try {
      const signal = AbortSignal.any([stop.signal, unmounted.current.signal]);
      const onProgress = (share: number) => setSending((now) => now && { ...now, share });
      const uploaded = await api.upload<PaperResponse>('/papers', form, key, signal, onProgress);
      client.setQueryData(paperQuery(uploaded.id).queryKey, uploaded);
      const replaced = replaces ? papers.map(({ id }) => id) : [];
      onUploaded(uploaded, replaced);
      tell(say('paperDone', { kind: kindName }));
      await Promise.all(replaced.map(removeFile));
    } catch (error) {
      // The same key: where only the answer was lost, the file is not kept twice.
      if (!stop.signal.aborted) setFailed({ error, again: () => void send(file, key) });
    } finally {
      setSending(null);
    }
  };
  const take = (file: File | undefined): void => {
    if (!file || sending) return;
    const wrong = faultOf(file);
    setFault(wrong && say(wrong, { name: file.name, size: sayBytes(file.size) }));
    setFailed(null);
    if (!wrong) void send(file, newKey());
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const input = (ref: React.RefObject<HTMLInputElement | null>, label: string, capture: boolean) => (
    <input
      ref={ref}
      type="file"
      hidden
      aria-label={`${kindName} ${label}`}
      accept={capture ? 'image/jpeg,image/png' : types.join(',')}
      capture={capture ? 'environment' : undefined}
      onChange={({ target }) => {
        take(target.files?.[0]);
        // The same file can be chosen again after it was refused.
        target.value = '';
      }}
    />
  );
  return (
    <li
      className={`${styles.paper} ${over ? styles.paperOver : ''} ${missing && !has ? styles.paperMissing : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className={styles.paperHead}>
        <h3>{kindName}</h3>
        <span className={isRequired(kind) ? styles.paperNeeded : styles.optional}>{say(isRequired(kind) ? 'paperRequired' : 'optional')}</span>
      </div>
      {papers.map((paper) => (
        <PaperShown
          key={paper.id}
          paper={paper}
          onRemove={() => {
            onRemove(paper.id);
            void removeFile(paper.id);
          }}
        />
      ))}
      {sending && (
        <div className={styles.progress}>
          <progress value={sending.share} aria-label={say('paperUploading', { percent: Math.round(sending.share * 100) })} />
          <span className="numbers">{say('paperUploading', { percent: Math.round(sending.share * 100) })}</span>
          <Button size="small" onClick={() => sending.stop.abort()}>
            {say('paperCancel')}
          </Button>
        </div>
      )}
      {missing && !has && !sending && <p className={styles.error}>{say('paperMissing')}</p>}
      {fault && (
        <p className={styles.error} role="alert">
          {fault}
        </p>
      )}
      {failed && (
        <Failure error={failed.error} onRetry={isRefusedFile(failed.error) ? undefined : failed.again}>
          {isRefusedFile(failed.error) && <p>{say('paperAnother')}</p>}
        </Failure>
      )}
      {!sending && (
        <div className={styles.paperButtons}>
          <Button onClick={() => picker.current?.click()} aria-label={`${kindName} ${say(replaces ? 'paperReplace' : 'paperChoose')}`}>
            {say(replaces ? 'paperReplace' : 'paperChoose')}
          </Button>
          <Button className={styles.photo} onClick={() => camera.current?.click()} aria-label={`${kindName} ${say('paperPhoto')}`}>
            {say('paperPhoto')}
          </Button>
          {!has && <span className={styles.dropHere}>{say('paperDrop')}</span>}
        </div>
      )}
      {input(picker, say('paperChoose'), false)}
      {input(camera, say('paperPhoto'), true)}
    </li>
  );
}

/** The file itself was refused, and will be however often it is sent. */
const isRefusedFile = (error: unknown): boolean => isProblem(error, 'tooLarge', 'fileLies', 'unknownFileType', 'fileDamaged');

function faultOf({ type, name, size }: File): 'paperWrongType' | 'paperTooBig' | 'paperEmpty' | null {
  if (size === 0) return 'paperEmpty';
  // What a browser does not know by its name is judged by the server, by its content.
  const known = type === '' ? /\.(pdf|jpe?g|png)$/i.test(name) : types.includes(type);
  if (!known) return 'paperWrongType';
  return size > most ? 'paperTooBig' : null;
}

function PaperShown({ paper: { id, name, size, scan, virus }, onRemove }: { paper: PaperResponse; onRemove: () => void }) {
  const say = useWords(formWords);
  const [pictured, setPictured] = useState(true);
  const readable = scan === 'clean' || scan === 'off';
  const about = `${name} ${sayBytes(size)}`;
  return (
    <div className={styles.paperShown}>
      {readable && pictured && (
        <a href={`/api/v1/papers/${id}/content?inline=true`} target="_blank" rel="noreferrer" aria-label={say('paperOpen', { name })}>
          <img src={`/api/v1/papers/${id}/thumbnail`} alt="" onError={() => setPictured(false)} />
        </a>
      )}
      <div>
        {readable ? (
          <a href={`/api/v1/papers/${id}/content?inline=true`} target="_blank" rel="noreferrer">
            {about}
            <span className="visually-hidden">{say('newWindow')}</span>
          </a>
        ) : (
          about
        )}
        {scan === 'pending' && <p className={styles.quiet} role="status">{say('paperScanning')}</p>}
        {scan === 'clean' && <p className={styles.quiet}>{say('paperClean')}</p>}
        {scan === 'infected' && <p className={styles.error} role="alert">{say('paperInfected', { virus: virus ?? '' })}</p>}
      </div>
      <Button size="small" onClick={onRemove} aria-label={say('removeOf', { name })}>
        {say('remove')}
      </Button>
    </div>
  );
}

const sayBytes = (bytes: number): string =>
  bytes < 1_048_576 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
