import {
  createAccount,
  usersWithoutAccount,
} from '../cloudfunctions/shared/integrity/repairs/chat-quota-init';
import { readArguments } from './admin/arguments';
import { connect } from './admin/connection';
import { reportInvalidRow } from './admin/invalid-row';
import { createProgress } from './admin/progress';
import { exitCodes, runTool } from './admin/run';

const help = `npm run init-chat-quotas -- [选项]

为还没有 AP 额度记录的用户建立记录。可选：没有记录的用户在第一次提问时会自动建立，额度不因此改变。
可反复运行，可在用户使用时运行；已有的记录不会改动。

  --env <环境 ID>  真实环境，密钥（TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY）取自 .env 或 shell
  --dry-run        只统计，不写入
  --json           输出 JSON

退出码：0 完成，1 试运行且有待建立的记录，3 无法运行
`;

async function main(): Promise<number> {
  const given = readArguments(help);
  if (given === null) return 0;
  const { database, clock } = await connect(given.env);
  const progress = createProgress();
  let missing = 0;
  let created = 0;
  for await (const userIds of usersWithoutAccount(database, clock)) {
    missing += userIds.length;
    for (const userId of given.isDryRun ? [] : userIds) {
      if (await createAccount(database, userId, clock.now(), reportInvalidRow)) created += 1;
    }
    progress.show(given.isDryRun ? '统计' : '建立', given.isDryRun ? missing : created);
  }
  progress.end();
  if (given.isJson) console.log(JSON.stringify({ dryRun: given.isDryRun, missing, created }));
  else if (missing === 0) console.log('✅ 所有用户都有 AP 额度记录，没有写入任何数据');
  else if (given.isDryRun) console.log(`试运行：将建立 ${missing} 条记录，没有写入任何数据`);
  else console.log(`✅ 已建立 ${created} 条 AP 额度记录`);
  return given.isDryRun && missing > 0 ? exitCodes.attention : exitCodes.healthy;
}

runTool(main);
