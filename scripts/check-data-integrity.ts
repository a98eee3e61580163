import { checkIntegrity } from '../cloudfunctions/shared/integrity/checks/check';
import { describeFigures, describeReport } from '../cloudfunctions/shared/integrity/rules/report';
import { readArguments } from './admin/arguments';
import { connect } from './admin/connection';
import { findMissingIndexes } from './admin/indexes';
import { listLocalFiles } from './admin/files';
import { createProgress } from './admin/progress';
import { exitCodeOf, runTool } from './admin/run';

const help = `npm run check-data-integrity -- [选项]

检查作品、席位、备份、用户、积分流水、图片文件与索引，只读不写。默认检查本地云（LOCAL_CLOUD_URL）。

  --env <环境 ID>  检查真实环境，密钥（TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY）取自 .env 或 shell
  --light          只查状态、席位、备份与用户，不逐行核对流水与文件
  --details        同时显示明细数字与未检查的项目
  --json           输出 JSON
  --dry-run        与不加相同：检查从不写入

退出码：0 良好，1 需要关注，2 异常，3 无法检查
`;

const keep = 1000;

async function main(): Promise<number> {
  const given = readArguments(help, {
    options: { light: { type: 'boolean' }, details: { type: 'boolean' } },
  });
  if (given === null) return 0;
  const { database, clock, findMissing, isLocal, name } = await connect(given.env);
  const progress = createProgress();
  const totals = new Map<string, number>();
  for (const collection of ['works', 'users']) {
    totals.set(collection, (await database.collection(collection).count()).total);
  }
  const report = await checkIntegrity(database, {
    mode: given.options['light'] === true ? 'light' : 'full',
    now: clock.now(),
    clock,
    keep,
    findMissing,
    listFiles: isLocal ? listLocalFiles : null,
    findMissingIndexes: isLocal ? findMissingIndexes : null,
    onProgress: (step, rows) => progress.show(`检查 ${step}`, rows, totals.get(step)),
  });
  progress.end();
  if (given.isJson) console.log(JSON.stringify(report, null, 2));
  else {
    console.log(describeReport(report));
    if (given.options['details'] === true) console.log(describeFigures(report));
    else console.error(`${name} · ${report.notChecked.length} 项未检查，加 --details 查看`);
  }
  return exitCodeOf(report.status);
}

runTool(main);
