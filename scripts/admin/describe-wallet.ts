import { advice, problems as known } from '../../cloudfunctions/shared/integrity/rules/findings';
import type { Finding } from '../../cloudfunctions/shared/integrity/rules/findings';
import { signedStatus } from '../../cloudfunctions/shared/integrity/rules/report';
import type { Report, Status } from '../../cloudfunctions/shared/integrity/rules/report';
import { yuan } from './compare-bill';
import type { Comparison } from './compare-bill';
import type { Books, DaySum } from './wallet-books';

export type WalletReport = {
  status: Status;
  problems: Report['problems'];
  findings: readonly Finding[];
  open: Books['open'];
  /** Newest first. */
  days: readonly DaySum[];
  bill: Comparison | null;
};

const shownDays = 7;

/** The report for the admin's terminal. */
export function describeWallet(name: string, wallet: WalletReport): string {
  const { status, problems, findings, open, days, bill } = wallet;
  const openOnes = open.filter(({ count }) => count > 0);
  return [
    `💰 钱包核对 · ${name}`,
    `📊 总体状态: ${signedStatus(status)}`,
    ...problems.flatMap(({ problem, severity, sentence }) => [
      `   ${severity === 'damaged' ? '❌' : '⚠️'} ${sentence}`,
      ...findings
        .filter((one) => one.problem === problem)
        .map(({ id, what }) => `      · ${id}: ${what}`),
    ]),
    ...[...new Set(problems.map(({ problem }) => known[problem].advice))].map(
      (one) => `💡 ${advice[one]}`,
    ),
    `⏳ 未结束的订单: ${openOnes.map(({ age, count }) => `${age} ${count}`).join('，') || '没有'}`,
    `📅 最近 ${shownDays} 个有进出的日子（收款 − 退款，元）:`,
    ...days.slice(0, shownDays).map((sum) => `   ${sum.day}  ${sumLine(sum)}`),
    ...(bill === null ? [] : describeBill(bill)),
  ].join('\n');
}

const sumLine = ({ paidFen, refundedFen }: DaySum): string =>
  `${yuan(paidFen)} − ${yuan(refundedFen)} = ${yuan(paidFen - refundedFen)}`;

function describeBill({ from, to, days, differences }: Comparison): string[] {
  if (days.length === 0) return ['📒 账单: 没有一笔收款或退款'];
  return [
    `📒 账单 ${from}—${to}:`,
    ...days.map(({ day, ours, bill }) => {
      const isSame = ours.paidFen === bill.paidFen && ours.refundedFen === bill.refundedFen;
      return `   ${isSame ? '✓' : '✗'} ${day}  本地 ${sumLine(ours)}，账单 ${sumLine(bill)}`;
    }),
    differences.length === 0 ? '   ✓ 逐笔一致' : `   ❌ ${differences.length} 笔对不上：`,
    ...differences.map(({ number, day, what }) => `      · ${number}（${day}）: ${what}`),
  ];
}
