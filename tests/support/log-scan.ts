import { formsOf } from './leak-scan';
import type { TestCloud } from './cloud';

/** Lines of the captured logs that hold one of these, in any form in which a text may stand in another one. */
export function leaksIn({ cloud }: TestCloud, secrets: readonly string[]): string[] {
  const forms = secrets.flatMap(formsOf);
  return cloud.logs
    .find({})
    .map(({ function: name, message }) => `${name}: ${message}`)
    .filter((line) => forms.some((form) => line.includes(form)));
}
