export type Token =
  | { kind: 'sign'; text: string }
  | { kind: 'name'; text: string }
  | { kind: 'literal'; value: string | number | boolean | null }
  | { kind: 'pattern'; value: RegExp };

const pattern =
  /\s*(?:(&&|\|\||==|!=|\(|\)|\.test\()|\/((?:\\.|[^/\\])+)\/|"([^"]*)"|'([^']*)'|(-?\d+(?:\.\d+)?)|([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*))/y;

const words = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', null],
]);

/** Splits a rule into tokens; null when it contains anything else. */
export function toTokens(rule: string): Token[] | null {
  const text = rule.trim();
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) return null;
    tokens.push(toToken(match));
  }
  return tokens;
}

function toToken([, sign, regex, double, single, number, name]: RegExpExecArray): Token {
  if (sign !== undefined) return { kind: 'sign', text: sign };
  if (regex !== undefined) return { kind: 'pattern', value: new RegExp(regex) };
  const text = double ?? single;
  if (text !== undefined) return { kind: 'literal', value: text };
  if (number !== undefined) return { kind: 'literal', value: Number(number) };
  const word = words.get(name ?? '');
  return word === undefined ? { kind: 'name', text: name ?? '' } : { kind: 'literal', value: word };
}
