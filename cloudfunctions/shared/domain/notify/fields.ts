import type { MessageWords } from './message';

/** How a template of WeChat carries a message: which of its fields hold which words. */
export type TemplateSetting = { templateId: string; fields: Readonly<Record<FieldName, string>> };
export const fieldNames = ['title', 'result', 'time', 'tip'] as const;
export type FieldName = (typeof fieldNames)[number];

/** Characters that a field of each kind takes, in WeChat's documents. */
const limits: Readonly<Record<string, number>> = {
  ...{ thing: 20, phrase: 5, time: 20, date: 20, name: 10, character_string: 32 },
  ...{ number: 32, letter: 32, symbol: 5, amount: 12, phone_number: 17, car_number: 8 },
};

/**
 * The fields as WeChat takes them: it refuses a message for one character too many, or an empty one. Fields that the setting
 * leaves out are not sent.
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
  // A phrase is Chinese alone.
  const end = fieldKind(field) === 'thing' ? '…' : '';
  return characters.slice(0, limit - end.length).join('') + end;
}

/** `2026年11月29日 15:01`, in China. */
function toChinaTime(at: Date): string {
  const china = new Date(at.getTime() + 8 * 60 * 60_000);
  const [year, month, day] = [china.getUTCFullYear(), china.getUTCMonth() + 1, china.getUTCDate()];
  const two = (value: number) => String(value).padStart(2, '0');
  return `${year}年${month}月${day}日 ${two(china.getUTCHours())}:${two(china.getUTCMinutes())}`;
}
