import type { CreatedPersonResponse, CreatePersonRequest } from '@countersign/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form } from 'antd';
import { api } from '../../api/client.ts';
import { useOnce } from '../../api/once.ts';
import { useWords } from '../../i18n/words.ts';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { showRefused } from '../../parts/refused-fields.ts';
import { PersonFields, typedPerson } from './person-fields.tsx';
import { readAnew } from './queries.ts';
import { administrationWords } from './words.ts';

interface Props {
  onClose: () => void;
  onCreated: (person: CreatedPersonResponse) => void;
}

const send = (person: CreatePersonRequest, key: string) => api.post<CreatedPersonResponse>('/people', person, { key });

export function CreatePerson({ onClose, onCreated }: Props) {
  const say = useWords(administrationWords);
  const client = useQueryClient();
  const [form] = Form.useForm<CreatePersonRequest>();
  const once = useOnce(send);
  const { mutate, isPending, error } = useMutation({
    mutationFn: once,
    onSuccess: (person) => {
      void readAnew(client);
      onCreated(person);
    },
    onError: (refused) => showRefused(form, refused),
  });
  return (
    <FormDialog
      title={say('createPerson')}
      does={say('create')}
      busy={isPending}
      error={error}
      form={form}
      width={520}
      onSubmit={(typed) => mutate(typedPerson(typed))}
      onClose={onClose}
    >
      <PersonFields />
    </FormDialog>
  );
}
