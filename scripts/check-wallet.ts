import { checkIntegrity } from '../cloudfunctions/shared/integrity/checks/check';
import { walletProblems } from '../cloudfunctions/shared/integrity/checks/wallet';
import { advice, problems } from '../cloudfunctions/shared/integrity/rules/findings';
import { signedStatus, statusOf } from '../cloudfunctions/shared/integrity/rules/report';
import { readArguments } from './admin/arguments';
import { connect } from './admin/connection';
import { exitCodeOf, runTool } from './admin/run';

const help = `npm run check-wallet -- [选项]

核对钱包，只读不写：每位用户的积分等于流水合计；每笔入账的订单恰有一条流水，每条充值流水都有订单；
待核对、逾期未查询的订单；退款后欠下的积分。与渠道账单的核对在微信商户后台进行。

  --env <环境 ID>  检查真实环境，需要环境变量 TENCENTCLOUD_SECRETID 与 TENCENTCLOUD_SECRETKEY
  --json           输出 JSON

退出码：0 良好，1 需要关注，2 异常，3 无法检查
`;

const keep = 1000;

async function main(): Promise<number> {
  const given = readArguments(help);
  if (given === null) return 0;
  const { database, clock, name } = await connect(given.env);
  const report = await checkIntegrity(database, {
    ...{ mode: 'full', now: clock.now(), clock, keep },
    ...{ findMissing: null, listFiles: null, findMissingIndexes: null },
  });
  const isOfWallet = new Set<string>(walletProblems);
  const found = report.problems.filter(({ problem }) => isOfWallet.has(problem));
  const findings = report.findings.filter(({ problem }) => isOfWallet.has(problem));
  const status = statusOf(found.map(({ severity }) => severity));
  if (given.isJson) {
    const { checkedAt } = report;
    console.log(JSON.stringify({ checkedAt, status, problems: found, findings }, null, 2));
    return exitCodeOf(status);
  }
  console.log(`💰 钱包核对 · ${name}\n📊 总体状态: ${signedStatus(status)}`);
  for (const { problem, severity, sentence } of found) {
    console.log(`   ${severity === 'damaged' ? '❌' : '⚠️'} ${sentence}`);
    for (const finding of findings.filter((one) => one.problem === problem)) {
      console.log(`      · ${finding.id}: ${finding.what}`);
    }
  }
  for (const name of new Set(found.map(({ problem }) => problems[problem].advice))) {
    console.log(`💡 ${advice[name]}`);
  }
  return exitCodeOf(status);
}

runTool(main);
