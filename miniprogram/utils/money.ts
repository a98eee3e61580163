/** `¥6.00` */
export function moneyName(fen: number): string {
  return `¥${(fen / 100).toFixed(2)}`;
}

/** Parses an amount typed in yuan; null when it is not an amount. */
export function toFen(typed: string): number | null {
  const [, yuan, cents = ''] = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(typed.trim()) ?? [];
  return yuan === undefined ? null : Number(yuan) * 100 + Number(cents.padEnd(2, '0'));
}

/** `¥6`, `¥1,268`, `¥6.50`: whole amounts without decimals. */
export function roundMoneyName(fen: number): string {
  const whole = String(Math.floor(fen / 100)).replace(/\B(?=(\d{3})+$)/g, ',');
  const cents = fen % 100;
  return `¥${whole}${cents === 0 ? '' : `.${String(cents).padStart(2, '0')}`}`;
}
