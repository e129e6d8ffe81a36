import { DiagnosisRow } from '@countersign/contract';
import type { ListFile } from './import-list.ts';
import { entriesOf, listRows } from './list-rows.ts';
import { readImportFile, type FileKind } from './read-import-file.ts';

const diagnosesFile: FileKind<keyof DiagnosisRow, DiagnosisRow> = {
  columns: {
    code: { names: ['code', '诊断编码', '诊断代码', '疾病编码', '疾病代码', '编码', '代码'] },
    name: { names: ['name', '诊断名称', '疾病名称', '名称'] },
    alias: { names: ['alias', '俗称', '别名', '常用名'], optional: true },
  },
  row: DiagnosisRow,
  mostRows: listRows,
};

export async function readDiagnosesFile(bytes: Buffer): Promise<ListFile> {
  const file = await readImportFile(bytes, diagnosesFile);
  return { ...file, entries: await entriesOf(file, ({ code, name, alias = null }) => ({ code, name, alias })) };
}
