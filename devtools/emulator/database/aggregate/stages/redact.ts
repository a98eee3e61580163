import { requestFailed } from '../../../wire/errors';
import { isDocument, setField } from '../../values';
import type { Document, Value } from '../../values';
import { always } from '../expression/compile';
import { createVariable } from '../expression/arguments';
import type { Compiler } from '../expression/types';

/** The expression decides whether to keep a document, to drop it, or to descend into its nested documents. */
export function redact(documents: Document[], source: Value, compiler: Compiler): Document[] {
  const root = createVariable();
  const { evaluate } = compiler
    .with([
      ['ROOT', root],
      ...['KEEP', 'PRUNE', 'DESCEND'].map((name) => [name, always(name)] as const),
    ])
    .compile(source);

  function redacted(document: Document): Document[] {
    const verdict = evaluate(document);
    if (verdict === 'KEEP') return [document];
    if (verdict === 'PRUNE') return [];
    if (verdict !== 'DESCEND')
      throw requestFailed('$redact needs one of $$KEEP, $$PRUNE and $$DESCEND');
    const made: Document = {};
    for (const [field, value] of Object.entries(document)) {
      const [kept] = redactedIn(value);
      if (kept !== undefined) setField(made, field, kept);
    }
    return [made];
  }

  function redactedIn(value: Value): Value[] {
    if (isDocument(value)) return redacted(value);
    return [Array.isArray(value) ? value.flatMap(redactedIn) : value];
  }

  return documents.flatMap((document) => {
    root.value = document;
    return redacted(document);
  });
}
