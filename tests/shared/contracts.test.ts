import * as z from 'zod';
import { contracts } from '../../cloudfunctions/shared/contracts';
import { textOf, writtenLine, writtenText } from '../../cloudfunctions/shared/contracts/values';

describe('textOf', () => {
  it('counts code points: an emoji is one', () => {
    const text = textOf(2, 3);

    expect(
      ['🐱', '🐱🐱', '🐱🐱🐱', '🐱🐱🐱🐱'].map((value) => text.safeParse(value).success),
    ).toEqual([false, true, true, false]);
  });
});

describe('every text that a contract takes', () => {
  const texts = Object.entries(contracts).flatMap(([name, actions]) =>
    Object.entries(actions).flatMap(([action, { input }]: [string, { input: z.ZodType }]) =>
      textsOf(input, `${name}.${action}`),
    ),
  );

  it('is found by this test', () => {
    expect(texts.map(([path]) => path)).toEqual(
      expect.arrayContaining(['aiGenerate.generate.prompt', 'quota.listAudits.cursor']),
    );
  });

  it.each(texts)('%s has a bound in code points', (_path, schema) => {
    const max = schema.maxLength ?? -1;

    // The format of a date limits its length.
    expect(max > 0 || schema.format === 'datetime').toBe(true);
    expect(isTooLong(schema, '🐱'.repeat(Math.max(0, max)))).toBe(false);
    expect(isTooLong(schema, '🐱'.repeat(max + 1))).toBe(max > 0);
  });

  it('would be caught without a bound', () => {
    const [planted] = textsOf(z.strictObject({ note: z.string().optional() }), 'planted');

    expect(planted?.[0]).toBe('planted.note');
    expect(planted?.[1].maxLength).toBeNull();
  });

  type Text = z.ZodString;

  function textsOf(schema: z.core.$ZodType, path: string): [path: string, text: Text][] {
    if (schema instanceof z.ZodObject) {
      return Object.entries(schema.shape).flatMap(([key, field]) =>
        textsOf(field as z.core.$ZodType, `${path}.${key}`),
      );
    }
    if (
      schema instanceof z.ZodOptional ||
      schema instanceof z.ZodNullable ||
      schema instanceof z.ZodDefault
    ) {
      return textsOf(schema.unwrap(), path);
    }
    if (schema instanceof z.ZodRecord) {
      return [schema.keyType, schema.valueType].flatMap((part) => textsOf(part, path));
    }
    if (schema instanceof z.ZodArray) return textsOf(schema.element, path);
    if (schema instanceof z.ZodString || schema instanceof z.ZodISODateTime) {
      return [[path, schema as Text]];
    }
    const known = [z.ZodEnum, z.ZodNumber, z.ZodBoolean];
    // An unhandled kind of schema could contain an unbounded text.
    if (!known.some((kind) => schema instanceof kind)) throw new Error(`${path} is not understood`);
    return [];
  }

  function isTooLong(schema: Text, text: string): boolean {
    return schema.safeParse(text).error?.issues.some(({ code }) => code === 'too_big') ?? false;
  }
});

describe('writtenText', () => {
  it.each(['猫', ' 雨中的橘猫 ', '👩‍👩‍👧‍👦', '第一行\n第二行', '!', 'é', 'नमस्ते'])('takes %j', (text) => {
    expect(writtenText(20).parse(text)).toBe(text.trim());
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n\t'],
    ['characters without width', '\u200b\u200d\ufeff'],
    ['a NUL', '猫\u0000'],
    ['an escape', '\u001b[31m猫'],
    ['half an emoji', '猫\ud83d'],
    ['an override of the writing direction', '\u202e猫'],
    ['more than it may be', '猫'.repeat(21)],
  ])('refuses %s', (_what, text) => {
    expect(writtenText(20).safeParse(text).success).toBe(false);
  });

  it('does not count the blanks around it', () => {
    expect(writtenText(2).parse('  猫猫 \n')).toBe('猫猫');
  });
});

describe('writtenLine', () => {
  it.each(['橘猫', ' 橘 猫 ', '👩‍👩‍👧‍👦'])('takes %j', (text) => {
    expect(writtenLine(20).parse(text)).toBe(text.trim());
  });

  it.each([
    ['a line break', '橘\n猫'],
    ['a carriage return', '橘\r猫'],
    ['a line separator', '橘\u2028猫'],
    ['a tab', '橘\t猫'],
    ['a control character', '橘\u0007猫'],
    ['an override of the writing direction', '橘\u202e猫'],
    ['an isolate of another direction', '橘\u2067猫'],
    ['a mark of the writing direction', '橘\u200f猫'],
  ])('refuses %s', (_what, text) => {
    expect(writtenLine(20).safeParse(text).success).toBe(false);
  });
});
