import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { withQuery } from '../../api/client.ts';
import { download } from '../../api/download.ts';
import { useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { useFilters } from './filters.ts';
import { periodOf } from './queries.ts';
import { overviewWords } from './words.ts';

/** All tables of these pages and the cases behind them, as one workbook. */
export function ExportButton() {
  const say = useWords(overviewWords);
  const [filters] = useFilters();
  const { modal } = App.useApp();
  const { mutate, isPending } = useMutation({
    mutationFn: () => download(withQuery('/overview/export.xlsx', periodOf(filters))),
    onError: (error) => modal.error({ title: say('export'), content: <Failure error={error} /> }),
  });
  return (
    <Button loading={isPending} onClick={() => mutate()}>
      {say(isPending ? 'exporting' : 'export')}
    </Button>
  );
}
