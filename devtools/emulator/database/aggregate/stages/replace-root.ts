import { requestFailed } from '../../../wire/errors';
import { stringifyEjson } from '../../ejson';
import { isDocument } from '../../values';
import type { Document, Value } from '../../values';
import type { Compiler } from '../expression/types';

/** Replaces each document by the one that the expression computes. */
export function replaceRoot(documents: Document[], source: Value, compiler: Compiler): Document[] {
  const { evaluate } = compiler.compile(source);
  return documents.map((document) => {
    const root = evaluate(document);
    if (isDocument(root)) return root;
    const found = root === undefined ? 'MISSING' : stringifyEjson(root);
    throw requestFailed(
      `'newRoot' expression must evaluate to an object, but resulting value was: ${found}`,
    );
  });
}
