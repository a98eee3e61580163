import type { CollectionTemplate } from '../../../devtools/emulator/templates';

/** Names that say what they hold, also of collections without a template. */
const secretName = /(^|_)(tokens?|secrets?|session_keys?|private_keys?)$/;

/** Collections that hold credentials of the product: they never leave the environment. */
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
