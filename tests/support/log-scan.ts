import { formsOf } from './leak-scan';
import type { TestCloud } from './cloud';

/** Captured log lines that contain a secret, in any encoding of `formsOf`. */
export function leaksIn({ cloud }: TestCloud, secrets: readonly string[]): string[] {
  const forms = secrets.flatMap(formsOf);
  return cloud.logs
    .find({})
    .map(({ function: name, message }) => `${name}: ${message}`)
    .filter((line) => forms.some((form) => line.includes(form)));
}
