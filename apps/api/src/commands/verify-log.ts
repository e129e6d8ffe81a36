import { CannotStart } from '../cannot-start.ts';
import { openCertificates } from '../certificates/open-certificates.ts';
import { readConfig } from '../config/config.ts';
import { requireCurrent } from '../database/migrate.ts';
import { openDatabase } from '../database/open-database.ts';
import { verifyLog, type Verification } from '../referrals/verify-log.ts';
import { openSecrets } from '../secrets/open-secrets.ts';

const meaning: Record<Verification['broken'][number]['why'], string> = {
  missing: '缺少这一条事件 · this event is missing',
  notLinked: '与前一条事件不相连 · is not linked to the event before it',
  altered: '内容被改动 · was altered',
  endMissing: '日志末尾缺失 · the end of the log is missing',
  columnsDiffer: '索引列与事件内容不符 · its columns differ from its content',
  notPolicy: '审批链不允许这一动作 · the chain does not allow this act',
  projectionDiffers: '转诊当前状态与日志不符 · the referral does not say what its log says',
  formDiffers: '审批表内容与日志所记摘要不符 · the form is not the one whose digest the log names',
  letterDiffers: '介绍信与日志所记不符 · a letter is not what the log says',
  paperDiffers: '材料与日志所记不符 · a paper is not the one that the log names',
  certificateFails: '个人证书的签名不成立 · the signature of a personal certificate does not hold',
};

function tell({ referrals, events, broken, letterGap }: Verification): void {
  for (const { number, seq, why } of broken) console.log(`✗ ${number} #${seq}: ${meaning[why]}`);
  if (letterGap) {
    console.log(`✗ 介绍信编号 ${letterGap.year}/${letterGap.serial} 处不连续 · letter numbers break at this serial`);
  }
  const whole = referrals - broken.length;
  console.log(
    `已核验 ${referrals} 条审批链、${events} 个事件：${whole} 条完整，${broken.length} 条有误。` +
      ` · ${referrals} chains, ${events} events: ${whole} hold, ${broken.length} broken.`,
  );
}

/** `npm run verify-log [-- number]`: exit code 0 where every chain holds, 1 where one does not. */
async function main(number: string | null): Promise<number> {
  const config = readConfig(process.env);
  const { database, close } = await openDatabase(config, 'withServer');
  try {
    await requireCurrent(database);
    const secrets = await openSecrets(config, database);
    const verification = await verifyLog(database, secrets, number, openCertificates());
    if (number !== null && verification.referrals === 0) {
      console.error(`没有编号为 ${number} 的转诊 · there is no referral ${number}`);
      return 1;
    }
    tell(verification);
    return verification.broken.length === 0 && verification.letterGap === null ? 0 : 1;
  } finally {
    await close();
  }
}

try {
  process.exitCode = await main(process.argv[2] ?? null);
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
