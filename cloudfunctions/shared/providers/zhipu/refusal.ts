import * as z from 'zod';

const Code = z.union([z.string(), z.number()]).transform(String);
/** Real bodies nest the error; one published description has it flat. */
const Refusal = z.union([
  z.object({ error: z.object({ code: Code }) }).transform(({ error }) => error.code),
  z.object({ code: Code }).transform(({ code }) => code),
]);

/** The code that a body names as its error, null when it names none. */
export function refusalCode(body: unknown): string | null {
  const refusal = Refusal.safeParse(body);
  return refusal.success ? refusal.data : null;
}

/** Undefined for a gateway's page, or a body that was cut: the status decides what it means. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
