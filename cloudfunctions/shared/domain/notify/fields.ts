import type { MessageWords } from './message';

/** How a WeChat template carries a message: which template field holds which text. */
export type TemplateSetting = { templateId: string; fields: Readonly<Record<FieldName, string>> };
export const fieldNames = ['title', 'result', 'time', 'tip'] as const;
export type FieldName = (typeof fieldNames)[number];

/** Maximum characters per kind of field, from WeChat's documentation. */
const limits: Readonly<Record<string, number>> = {
  ...{ thing: 20, phrase: 5, time: 20, date: 20, name: 10, character_string: 32 },
  ...{ number: 32, letter: 32, symbol: 5, amount: 12, phone_number: 17, car_number: 8 },
};

/**
 * Formats the fields for WeChat, which rejects a message with an empty field or with one character too many. Fields absent from
 * the setting are not sent.
 */
export function toFields(
  { title, result, tip }: MessageWords,
  at: Date,
  { fields }: TemplateSetting,
): Record<string, { value: string }> {
  const words: Record<FieldName, string> = { title, result, time: toChinaTime(at), tip };
  return Object.fromEntries(
    fieldNames
      .filter((name) => fields[name] !== '')
      .map((name) => [fields[name], { value: fit(words[name], fields[name]) }]),
  );
}

export function fieldKind(field: string): string {
  return field.replace(/\d+$/, '');
}

export function isKnownField(field: string): boolean {
  return /^[a-z_]+\d+$/.test(field) && Object.hasOwn(limits, fieldKind(field));
}

function fit(text: string, field: string): string {
  const limit = limits[fieldKind(field)] ?? 20;
  const characters = Array.from(text.replace(/\s+/g, ' ').trim());
  if (characters.length === 0) return '-';
  if (characters.length <= limit) return characters.join('');
  // A phrase may contain only Chinese characters.
  const end = fieldKind(field) === 'thing' ? '…' : '';
  return characters.slice(0, limit - end.length).join('') + end;
}

/** `2026年11月29日 15:01`, in China's time zone. */
function toChinaTime(at: Date): string {
  const china = new Date(at.getTime() + 8 * 60 * 60_000);
  const [year, month, day] = [china.getUTCFullYear(), china.getUTCMonth() + 1, china.getUTCDate()];
  const two = (value: number) => String(value).padStart(2, '0');
  return `${year}年${month}月${day}日 ${two(china.getUTCHours())}:${two(china.getUTCMinutes())}`;
}
