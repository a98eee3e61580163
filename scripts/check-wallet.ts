import { readFileSync } from 'node:fs';
import { checkIntegrity } from '../cloudfunctions/shared/integrity/checks/check';
import { walletProblems } from '../cloudfunctions/shared/integrity/checks/wallet';
import { statusOf } from '../cloudfunctions/shared/integrity/rules/report';
import { readArguments } from './admin/arguments';
import type { AdminArguments } from './admin/arguments';
import { readBill } from './admin/bill';
import { compareBill } from './admin/compare-bill';
import type { Comparison } from './admin/compare-bill';
import { connect } from './admin/connection';
import type { Connection } from './admin/connection';
import { describeWallet } from './admin/describe-wallet';
import { downloadBill } from './admin/download-bill';
import { AdminError } from './admin/errors';
import { exitCodeOf, runTool } from './admin/run';
import { readBooks, sumByDay } from './admin/wallet-books';
import type { Books } from './admin/wallet-books';

const help = `npm run check-wallet -- [选项]

核对钱包，只读不写：每位用户的积分等于流水合计；每笔入账的订单恰有一条流水，每条充值流水都有订单；
待核对、逾期未查询的订单；退款后欠下的积分；每天收款与退款；未结束的订单有多久了。

  --bill <文件>        与微信后台下载的账单（CSV）逐笔核对
  --bill-days <起-止>  向微信下载这些天的账单再核对，例如 20261101-20261130；需要函数的 WECHAT_* 与 XPAY_* 环境变量
  --env <环境 ID>      检查真实环境，密钥（TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY）取自 .env 或 shell
  --json               输出 JSON

退出码：0 良好，1 需要关注，2 异常（含账单对不上），3 无法检查
`;

const keep = 1000;
const options = { bill: { type: 'string' }, 'bill-days': { type: 'string' } } as const;

async function main(): Promise<number> {
  const given = readArguments(help, { options });
  if (given === null) return 0;
  const connection = await connect(given.env);
  const { database, clock, name } = connection;
  const now = clock.now();
  const report = await checkIntegrity(database, {
    ...{ mode: 'full', now, clock, keep },
    ...{ findMissing: null, listFiles: null, findMissingIndexes: null },
  });
  const books = await readBooks(database, { clock, now });
  const bill = await checkBill(given, connection, books);
  const isOfWallet = new Set<string>(walletProblems);
  const problems = report.problems.filter(({ problem }) => isOfWallet.has(problem));
  const findings = report.findings.filter(({ problem }) => isOfWallet.has(problem));
  const status = statusOf([
    ...problems.map(({ severity }) => severity),
    ...(bill === null || bill.differences.length === 0 ? [] : (['damaged'] as const)),
  ]);
  const { checkedAt } = report;
  const told = { checkedAt, status, problems, findings, open: books.open, bill };
  const wallet = { ...told, days: sumByDay(books) };
  console.log(given.isJson ? JSON.stringify(wallet, null, 2) : describeWallet(name, wallet));
  return exitCodeOf(status);
}

async function checkBill(
  { options: given }: AdminArguments,
  { database, clock }: Connection,
  books: Books,
): Promise<Comparison | null> {
  const { bill: path, 'bill-days': days } = given;
  if (typeof days === 'string') {
    const [, from, to] = /^(\d{8})-(\d{8})$/.exec(days) ?? [];
    if (from === undefined || to === undefined || from > to) {
      throw new AdminError('--bill-days 需要起止日期，例如 --bill-days 20261101-20261130');
    }
    const text = await downloadBill(database, clock, { from, to });
    return compareBill(readBill(text), books, { from, to });
  }
  if (typeof path !== 'string') return null;
  const lines = readBill(readText(path));
  const covered = lines.map(({ day }) => day).sort();
  const [from = ''] = covered;
  return compareBill(lines, books, { from, to: covered.at(-1) ?? '' });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new AdminError(`读不到账单文件 ${path}`, { cause: error });
  }
}

runTool(main);
