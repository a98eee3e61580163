import { AdminError } from './errors';

/** One line of the channel's bill. `number` is that of our order or of the refund. */
export type BillLine = { kind: 'payment' | 'refund'; number: string; day: string; fen: number };

type Column = 'number' | 'kind' | 'time' | 'amount';

/**
 * Headings that identify a column. The first matching pattern wins, because a bill has more columns than are needed
 * here.
 */
const headings: Record<Column, { name: string; fits: readonly RegExp[] }> = {
  number: { name: '订单号', fits: [/^(商户)?订单号$/, /^商户单号$/, /^out_trade_no$/i] },
  kind: { name: '交易类型', fits: [/^交易类型$/, /^业务类型$/, /^类型$/] },
  time: { name: '交易时间', fits: [/^交易时间$/, /^支付时间$/, /^时间$/] },
  amount: { name: '金额', fits: [/^金额/, /^实付金额/, /^交易金额/] },
};
const kinds: readonly [RegExp, BillLine['kind']][] = [
  [/退款/, 'refund'],
  [/支付|付款|消费/, 'payment'],
];

/** Parses a downloaded bill: CSV with a header line. Lines that are neither a payment nor a refund are skipped. */
export function readBill(text: string): BillLine[] {
  const [first = '', ...rest] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const titles = cellsOf(first);
  const places = Object.fromEntries(
    Object.entries(headings).map(([column, { name, fits }]) => {
      const place = fits.map((fit) => titles.findIndex((title) => fit.test(title)));
      const found = place.find((index) => index >= 0);
      if (found === undefined)
        throw new AdminError(`账单没有「${name}」这一列：${titles.join('、')}`);
      return [column, found];
    }),
  ) as Record<Column, number>;
  const isYuan = /元/.test(titles[places.amount] ?? '');
  return rest.flatMap((line, index) => {
    const cells = cellsOf(line);
    const cell = (column: Column) => cells[places[column]] ?? '';
    const kind = kinds.find(([fits]) => fits.test(cell('kind')))?.[1];
    if (kind === undefined) return [];
    const day = /^(\d{4})[-/](\d{2})[-/](\d{2})/.exec(cell('time'))?.slice(1).join('');
    const amount = Math.abs(Number(cell('amount'))) * (isYuan ? 100 : 1);
    if (day === undefined || cell('amount') === '' || !Number.isFinite(amount)) {
      throw new AdminError(`账单第 ${index + 2} 行的时间或金额读不懂：${line.slice(0, 120)}`);
    }
    return [{ kind, number: cell('number'), day, fen: Math.round(amount) }];
  });
}

/** Bills prefix long numbers with a backtick, so that spreadsheets keep all digits. */
function cellsOf(line: string): string[] {
  return line.split(',').map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .replace(/^`/, ''),
  );
}
