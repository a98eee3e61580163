import type { CollectionTemplate } from './templates';

/** Names that mark a collection as secret even without a template. */
const secretName = /(^|_)(tokens?|secrets?|session_keys?|private_keys?)$/;

/**
 * Tests whether a collection holds credentials of the product; such collections are left out of every backup and
 * export.
 */
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
