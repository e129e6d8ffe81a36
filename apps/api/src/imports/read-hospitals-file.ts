import { HospitalRow, hospitalLevels, hospitalLevelWords } from '@countersign/contract';
import type { ListFile } from './import-list.ts';
import { entriesOf, listRows } from './list-rows.ts';
import type { Row } from './read-csv.ts';
import { readImportFile, type FileKind } from './read-import-file.ts';

type Cells = Row<keyof HospitalRow>['cells'];

const hospitalsFile: FileKind<keyof HospitalRow, HospitalRow> = {
  columns: {
    code: { names: ['code', '医保机构编码', '机构编码', '医疗机构编码', '医院编码', '编码', '代码'] },
    name: { names: ['name', '机构名称', '医院名称', '医疗机构名称', '名称'] },
    level: { names: ['level', '医院等级', '等级', '级别'], optional: true },
    division: { names: ['division', '行政区划代码', '区划代码', '行政区划'] },
    networked: { names: ['networked', '是否联网', '联网', '异地联网'], optional: true },
    alias: { names: ['alias', '俗称', '别名', '简称'], optional: true },
  },
  row: HospitalRow,
  mostRows: listRows,
  inOurWords,
  notInList: { level: 'notLevel' },
};

/** 三级甲等 and 三甲 are 02; Excel writes 2. */
const levelCodes = new Map(
  hospitalLevels.flatMap((level) => {
    const { 'zh-CN': word, en } = hospitalLevelWords[level];
    return [word, `${word[0]}${word[2]}`, en.toLowerCase(), String(Number(level))].map((said): [string, string] => [said, level]);
  }),
);

const flags: Record<string, string> = { 是: 'true', 否: 'false', 1: 'true', 0: 'false' };

function inOurWords({ level, networked, ...rest }: Cells): Cells {
  return {
    ...rest,
    ...(level === undefined ? {} : { level: levelCodes.get(level.toLowerCase()) ?? level }),
    ...(networked === undefined ? {} : { networked: flags[networked] ?? networked.toLowerCase() }),
  };
}

export async function readHospitalsFile(bytes: Buffer): Promise<ListFile> {
  const file = await readImportFile(bytes, hospitalsFile);
  const entries = await entriesOf(file, ({ code, name, alias = null, level = null, division, networked = null }) => ({
    code,
    name,
    alias,
    level,
    division,
    networked,
  }));
  return { ...file, entries };
}
