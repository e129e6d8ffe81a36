import { Form, Modal, type FormInstance } from 'antd';
import { useId, type ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import { Failure } from './failure.tsx';
import { partsWords } from './words.ts';

interface Props<T extends object> {
  title: string;
  /** The button's own word; never only "OK". */
  does: string;
  danger?: boolean;
  busy: boolean;
  error: unknown;
  form: FormInstance<T>;
  initialValues?: Partial<T>;
  width?: number;
  onSubmit: (typed: T) => void;
  onClose: () => void;
  afterOpen?: () => void;
  /** What it is for, for whoever has not done it before. */
  why?: string;
  children: ReactNode;
}

/**
 * A small form above the page. Its button stands outside of the form and yet is the form's own, so that Enter in any field,
 * and Go on a phone's keyboard, press it. Why it was refused stands between the fields and the buttons.
 */
export function FormDialog<T extends object>(props: Props<T>) {
  const { title, does, danger = false, busy, error, form, initialValues, width = 440, onSubmit, onClose, afterOpen, why, children } = props;
  const say = useWords(partsWords);
  const id = useId();
  return (
    <Modal
      open
      title={title}
      okText={does}
      okButtonProps={{ htmlType: 'submit', form: id, danger }}
      cancelText={say('cancel')}
      confirmLoading={busy}
      onCancel={onClose}
      afterOpenChange={(open) => open && afterOpen?.()}
      // What was typed is not lost by a press beside it.
      mask={{ closable: false }}
      width={width}
    >
      {why && <p>{why}</p>}
      <Form form={form} id={id} layout="vertical" initialValues={initialValues} onFinish={onSubmit}>
        {children}
      </Form>
      {Boolean(error) && <Failure error={error} />}
    </Modal>
  );
}
