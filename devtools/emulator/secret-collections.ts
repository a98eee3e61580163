import type { CollectionTemplate } from './templates';

/** Names that say what they hold, also of collections without a template. */
const secretName = /(^|_)(tokens?|secrets?|session_keys?|private_keys?)$/;

/** Collections that hold credentials of the product: they are in no backup and no export. */
export function createSecretTest(
  templates: readonly CollectionTemplate[],
): (collection: string) => boolean {
  const declared = new Set(
    templates.flatMap(({ collection, holdsSecrets }) =>
      holdsSecrets === true ? [collection] : [],
    ),
  );
  return (collection) => declared.has(collection) || secretName.test(collection);
}
