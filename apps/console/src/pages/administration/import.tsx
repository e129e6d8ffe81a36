import type { ImportedPeopleResponse, ImportPreviewResponse } from '@countersign/contract';
import type { Language } from '@countersign/contract/language';
import { hospitalLevelWords, officeWords } from '@countersign/contract/words';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Segmented } from 'antd';
import { useId, useRef, useState, type DragEvent } from 'react';
import { api, withQuery } from '../../api/client.ts';
import { useOnce } from '../../api/once.ts';
import { isProblem, NetworkError } from '../../api/problem.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { oneOf, useAddress } from '../../parts/address.ts';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { saveCsv } from '../../parts/save-csv.ts';
import { Unsaved } from '../../parts/unsaved.tsx';
import styles from './administration.module.css';
import { Faults, type FaultyFile } from './import-faults.tsx';
import { Passwords } from './import-passwords.tsx';
import { Preview } from './import-preview.tsx';
import { readAnew } from './queries.ts';
import { readRecords } from './read-records.ts';
import { importWords } from './import-words.ts';

const kinds = ['departments', 'people', 'diagnoses', 'hospitals'] as const;
export type ImportKind = (typeof kinds)[number];

/** Lists of which a new file may be the whole. */
const isList = (kind: ImportKind): boolean => kind === 'diagnoses' || kind === 'hospitals';

/** A hospital's people all get a password hashed, which takes as long as it takes. */
const millis = 600_000;

interface Chosen {
  kind: ImportKind;
  replace: boolean;
  preview: boolean;
  /** A file says nothing as JSON; what it is tells it from another. */
  name: string;
  size: number;
  changedAt: number;
  file: File;
}

const send = async ({ kind, replace, preview, file }: Chosen, key: string): Promise<ImportPreviewResponse | ImportedPeopleResponse> => {
  const body = new Blob([file], { type: 'text/csv' });
  const query = { preview: preview || undefined, replace: (isList(kind) && replace) || undefined };
  return api.post(withQuery(`/imports/${kind}`, query), body, { key, millis });
};

export default function Import() {
  const say = useWords(importWords);
  const language = useLanguage();
  const client = useQueryClient();
  const { params, change } = useAddress();
  const kind = oneOf(params, 'what', kinds) || 'departments';
  const [file, setFile] = useState<File | null>(null);
  const [replace, setReplace] = useState(false);
  const onceLooked = useOnce(send);
  const onceWritten = useOnce(send);
  const chosen = (of: File, preview: boolean, whole = replace): Chosen => ({
    kind,
    replace: whole,
    preview,
    name: of.name,
    size: of.size,
    changedAt: of.lastModified,
    file: of,
  });
  const look = useMutation({
    mutationFn: (of: Chosen) => onceLooked(of) as Promise<ImportPreviewResponse>,
  });
  const write = useMutation({
    mutationFn: (of: Chosen) => onceWritten(of) as Promise<Partial<ImportedPeopleResponse>>,
    onSuccess: () => readAnew(client),
  });
  const failed = write.error ?? look.error;
  // The import may have happened, and whoever asks with another message never reads the first passwords that it made.
  const isOpen = write.isPending || write.error instanceof NetworkError || isProblem(write.error, 'databaseUnavailable');
  const begin = (next: File | null, whole = replace): void => {
    setFile(next);
    write.reset();
    look.reset();
    if (next) look.mutate(chosen(next, true, whole));
  };
  const listed = (words: Record<string, Record<Language, string>>): string => Object.values(words).map((word) => word[language]).join(say('listComma'));
  const choose = (next: ImportKind): void => {
    begin(null);
    setReplace(false);
    change({ what: next });
  };
  return (
    <>
      <PageHead title={say('title')} about={say('about')} />
      <section className="card">
        <Segmented<ImportKind>
          aria-label={say('what')}
          className={styles.kinds}
          value={kind}
          disabled={isOpen}
          onChange={choose}
          options={kinds.map((value) => ({ value, label: say(value) }))}
        />
        <p className={styles.columns}>{say(`${kind}Columns`)}</p>
        {kind === 'people' && <p className={styles.columns}>{say('officesAllowed', { names: listed(officeWords) })}</p>}
        {kind === 'hospitals' && <p className={styles.columns}>{say('levelsAllowed', { names: listed(hospitalLevelWords) })}</p>}
        <p>
          <Button size="small" onClick={() => saveCsv(say(`${kind}File`), [say(`${kind}Header`).split(','), say(`${kind}Row`).split(',')])}>
            {say('template')}
          </Button>
        </p>
        {isList(kind) && (
          <p>
            <Checkbox
              checked={replace}
              disabled={isOpen}
              onChange={({ target }) => {
                setReplace(target.checked);
                if (file) begin(file, target.checked);
              }}
            >
              {say('replace')}
            </Checkbox>
          </p>
        )}
        <Drop file={file} disabled={isOpen} onFile={begin} />
      </section>
      <Unsaved when={isOpen} why={say('importing')} />
      <div aria-live="polite">
        {look.isPending && <Loading lines={4} />}
        {file && failed && isProblem(failed, 'importFaulty') && <FaultsOf file={file} error={failed.facts<FaultyFile>()} title={failed.message} />}
        {file && failed && !isProblem(failed, 'importFaulty') && (
          <Failure error={failed} onRetry={() => (write.error ? write.mutate(write.variables) : begin(file))}>
            {isOpen && say('unanswered')}
          </Failure>
        )}
        {file && look.data && !write.data && !failed && (
          <Preview
            kind={kind}
            preview={look.data}
            busy={write.isPending}
            onImport={() => write.mutate(chosen(file, false))}
            onCancel={() => begin(null)}
          />
        )}
        {look.data && write.data && (
          <Alert
            type="success"
            showIcon
            title={say('imported', { count: look.data.count, what: say(kind) })}
            className={styles.imported}
          />
        )}
        {write.data?.passwords && <Passwords people={write.data.passwords} />}
      </div>
    </>
  );
}

/** The rows of the file as this page reads them, so that each fault stands in its row. */
function FaultsOf({ file, error, title }: { file: File; error: FaultyFile; title: string }) {
  const [records, setRecords] = useState<Awaited<ReturnType<typeof readRecords>> | null>(null);
  const read = useRef<File | null>(null);
  if (read.current !== file) {
    read.current = file;
    void readRecords(file).then(setRecords);
  }
  return records ? <Faults faulty={error} records={records} title={title} /> : <Loading lines={4} />;
}

function Drop({ file, disabled, onFile }: { file: File | null; disabled: boolean; onFile: (file: File) => void }) {
  const say = useWords(importWords);
  const [over, setOver] = useState(false);
  const id = useId();
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped && !disabled) onFile(dropped);
  };
  return (
    <label
      htmlFor={id}
      className={styles.drop}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        id={id}
        type="file"
        disabled={disabled}
        accept=".csv,text/csv"
        className="visually-hidden"
        onChange={({ target }) => {
          const picked = target.files?.[0];
          // The same file, mended meanwhile, is chosen again.
          target.value = '';
          if (picked) onFile(picked);
        }}
      />
      <strong>{file ? file.name : say('drop')}</strong>
      <span className="muted">{say(disabled ? 'importing' : file ? 'dropOther' : 'dropHint')}</span>
    </label>
  );
}
