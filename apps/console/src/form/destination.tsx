import type { DestinationPart as Destination, HospitalResponse } from '@countersign/contract';
import { divisions } from '@countersign/contract/divisions';
import { hospitalLevels, hospitalLevelWords, type HospitalLevel } from '@countersign/contract/words';
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useId, useState } from 'react';
import { useLanguage, useWords } from '../i18n/words.ts';
import { useDraft, useField } from './draft-context.tsx';
import { describedBy, FieldFrame, idOf, plainNumber, TextField } from './field.tsx';
import styles from './form.module.css';
import { hospitalSearch, type HospitalFilter } from './queries.ts';
import { SearchBox } from './search-box.tsx';
import { formWords } from './words.ts';

const pointer = '/content/destination';
const everywhere = { level: null, division: null };
const regionOptions = divisions.map(({ code, name }) => ({ value: code, label: name }));

/** Where to: a hospital of the directory, or one written by hand. */
export function DestinationPart({ required }: { required: boolean }) {
  const say = useWords(formWords);
  const { value, write } = useField(pointer);
  const { saver } = useDraft();
  const destination = value as Partial<Destination> | undefined;
  const [byHand, setByHand] = useState(false);
  const chosen = byHand || Boolean(destination?.name ?? destination?.division ?? destination?.code);
  const choose = (next: Partial<Destination> | undefined): void => {
    write(next);
    void saver.flush();
  };
  return (
    <section className="card" aria-labelledby="destination">
      <h2 id="destination">{say('destination')}</h2>
      {!required && !chosen && <p className="muted">{say('destinationOpen')}</p>}
      {chosen ? (
        <Chosen
          destination={destination ?? {}}
          required={required}
          onClear={() => {
            setByHand(false);
            choose(undefined);
          }}
        />
      ) : (
        <FindHospital
          required={required}
          onChoose={({ code, name, division }) => choose({ code, name, division })}
          onFree={(name) => {
            setByHand(true);
            if (name !== '') choose({ name });
            requestAnimationFrame(() => document.getElementById(idOf(`${pointer}/${name === '' ? 'name' : 'division'}`))?.focus());
          }}
        />
      )}
    </section>
  );
}

interface FindProps {
  required: boolean;
  onChoose: (hospital: HospitalResponse) => void;
  onFree: (name: string) => void;
}

function FindHospital({ required, onChoose, onFree }: FindProps) {
  const say = useWords(formWords);
  const language = useLanguage();
  const [filter, setFilter] = useState<HospitalFilter>(everywhere);
  const { errors } = useDraft();
  const error = errors.get(pointer) ?? errors.get(`${pointer}/name`);
  const [levelId, regionId] = [useId(), useId()];
  const id = `${pointer}/name` as const;
  return (
    <div className={styles.fields}>
      <div className={styles.field}>
        <label htmlFor={regionId}>{say('region')}</label>
        <Select
          id={regionId}
          showSearch={{ optionFilterProp: 'label' }}
          allowClear
          placeholder={say('regionAny')}
          value={filter.division}
          options={regionOptions}
          onChange={(division: string | undefined) => setFilter({ ...filter, division: division ?? null })}
        />
      </div>
      <div className={styles.field}>
        <label htmlFor={levelId}>{say('level')}</label>
        <Select
          id={levelId}
          allowClear
          placeholder={say('levelAny')}
          value={filter.level}
          options={hospitalLevels.map((level) => ({ value: level, label: hospitalLevelWords[level][language] }))}
          onChange={(level: HospitalLevel | undefined) => setFilter({ ...filter, level: level ?? null })}
        />
      </div>
      <FieldFrame pointer={id} label={say('hospitalSearch')} required={required} hint={say('hospitalHint')} error={error} wide>
        <SearchBox
          id={idOf(id)}
          placeholder={say('hospitalSearch')}
          describedBy={describedBy(id, error, true)['aria-describedby']}
          invalid={Boolean(error)}
          whenEmpty
          search={(text) => hospitalSearch(text, filter, language)}
          keyOf={({ code }) => code}
          show={(hospital) => <HospitalLine hospital={hospital} />}
          onChoose={onChoose}
          freeLabel={(text) => say('hospitalFree', { text })}
          onFree={onFree}
        />
        <button type="button" className={styles.textButton} onClick={() => onFree('')}>
          {say('hospitalFreeEmpty')}
        </button>
      </FieldFrame>
    </div>
  );
}

function HospitalLine({ hospital: { name, levelName, divisionName, division, networked } }: { hospital: HospitalResponse }) {
  const say = useWords(formWords);
  return (
    <>
      <span>{name}</span>
      {levelName && <span className="tag">{levelName}</span>}
      <span className="muted">{divisionName ?? division}</span>
      {networked !== null && <span className="muted">{say(networked ? 'networked' : 'notNetworked')}</span>}
    </>
  );
}

interface ChosenProps {
  destination: Partial<Destination>;
  required: boolean;
  onClear: () => void;
}

function Chosen({ destination, required, onClear }: ChosenProps) {
  const say = useWords(formWords);
  const language = useLanguage();
  const { code } = destination;
  const { data } = useQuery({ ...hospitalSearch(code ?? '', everywhere, language), enabled: Boolean(code), staleTime: Infinity });
  const listed = data?.find((hospital) => hospital.code === code && hospital.name === destination.name);
  return (
    <>
      {listed ? (
        <p className={styles.hospital}>
          <HospitalLine hospital={listed} />
        </p>
      ) : (
        <div className={styles.fields}>
          <TextField pointer={`${pointer}/name`} label={say('hospitalName')} required max={100} />
          <DivisionField />
          <TextField pointer={`${pointer}/code`} label={say('hospitalCode')} tidy={plainNumber} autoCapitalize="none" spellCheck={false} />
        </div>
      )}
      <div className={styles.fields}>
        <TextField pointer={`${pointer}/department`} label={say('destinationDepartment')} max={50} />
      </div>
      <Button onClick={onClear}>{say(required ? 'change' : 'clearDestination')}</Button>
    </>
  );
}

function DivisionField() {
  const at = `${pointer}/division` as const;
  const say = useWords(formWords);
  const { value, error, write, leave } = useField(at);
  return (
    <FieldFrame pointer={at} label={say('division')} required error={error}>
      <Select
        {...describedBy(at, error, null)}
        aria-required
        showSearch={{ optionFilterProp: 'label' }}
        status={error ? 'error' : undefined}
        placeholder={say('choose')}
        value={(value as string | undefined) ?? null}
        options={regionOptions}
        onChange={write}
        onBlur={leave}
      />
    </FieldFrame>
  );
}
