/**
 * `rpx`, `vh` and safe areas are of the page in the phone, not of the browser's window: a phone is 750rpx wide,
 * which is a column of a wide window (`runtime/styles/base.css`), and its view ends at the native bars.
 */
export function toBrowserLengths(style: string): string {
  if (!/rpx|vh|env\(|constant\(/.test(style)) return style;
  return style
    .replace(
      /(?<![\w#.-])(-?(?:\d*\.)?\d+)rpx\b/g,
      (_, amount: string) => `${Number(amount) / 7.5}cqw`,
    )
    .replace(
      /(?<![\w#.-])(-?(?:\d*\.)?\d+)vh\b/g,
      (_, amount: string) => `calc(${amount} * var(--phone-page-vh, 1vh))`,
    )
    .replace(
      /(?:env|constant)\(\s*(safe-area-inset-\w+)\s*(?:,[^()]*)?\)/g,
      'var(--phone-$1, 0px)',
    );
}
