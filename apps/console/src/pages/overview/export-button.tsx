import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { withQuery } from '../../api/client.ts';
import { download } from '../../api/download.ts';
import { useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { useSession } from '../../session/session.ts';
import { useFilters } from './filters.ts';
import { periodOf } from './queries.ts';
import { overviewWords } from './words.ts';

/** All tables of these pages and the cases behind them, as one workbook. */
export function ExportButton() {
  const say = useWords(overviewWords);
  const [filters] = useFilters();
  const { modal } = App.useApp();
  const { may } = useSession();
  const { mutate, isPending } = useMutation({
    mutationFn: () => download(withQuery('/overview/export.xlsx', periodOf(filters))),
    onError: (error) => modal.error({ title: say('export'), content: <Failure error={error} /> }),
  });
  // What leaves the system is for those who answer for it.
  if (!may.includes('exportOverview')) return null;
  return (
    <Button loading={isPending} onClick={() => mutate()}>
      {say(isPending ? 'exporting' : 'export')}
    </Button>
  );
}
