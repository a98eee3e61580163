import { failures } from './contracts/reply';
import type { DetailsOf, FailureName } from './contracts/reply';

type Extra<Name extends FailureName> =
  DetailsOf<Name> extends undefined
    ? { cause?: unknown; details?: undefined }
    : { cause?: unknown; details: DetailsOf<Name> };

/** A refusal named in the reply table. Any other thrown error is a bug and answers INTERNAL. */
export class AppError<Name extends FailureName = FailureName> extends Error {
  readonly details: DetailsOf<Name> | undefined;

  constructor(
    readonly failure: Name,
    ...[extra]: DetailsOf<Name> extends undefined ? [extra?: Extra<Name>] : [extra: Extra<Name>]
  ) {
    super(sentenceOf(failure, extra?.details ?? {}), { cause: extra?.cause });
    this.name = 'AppError';
    this.details = extra?.details;
  }
}

/** `instanceof` alone would leave the failure name untyped. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError;
}

function sentenceOf(name: FailureName, details: object): string {
  const row: { message: string; messageAtZero?: string } = failures[name];
  const values = new Map<string, unknown>(Object.entries(details));
  const template = values.get('limit') === 0 ? (row.messageAtZero ?? row.message) : row.message;
  return template.replace(
    /\{(\w+)\}/g,
    (_, key: string) => `${values.get(key) as string | number}`,
  );
}
