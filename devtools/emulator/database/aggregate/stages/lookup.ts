import { requestFailed } from '../../../wire/errors';
import { toPath, valueAt, valuesAt } from '../../query/path';
import type { Store } from '../../store';
import { compareValues } from '../../order';
import { idKey, isDocument } from '../../values';
import type { Document, Value } from '../../values';
import { createCompiler } from '../expression/compile';
import { checkName } from '../expression/logic';
import type { Variables } from '../expression/types';
import type { Scope, Stage } from '../pipeline';
import { replaced } from './unwind';

/** Joins another collection: by equal fields, by a pipeline with variables, or both. A missing collection is empty. */
export function lookup(
  documents: Document[],
  specification: Document,
  scope: Scope,
  runOn: (name: string, stages: Stage[], scope: Scope) => Document[],
  toStages: (operand: Value | undefined) => Stage[],
): Document[] {
  const { from, as, localField, foreignField, pipeline } = specification;
  if (typeof from !== 'string' || typeof as !== 'string')
    throw requestFailed("$lookup needs 'from' and 'as'");
  const isByFields = typeof localField === 'string' && typeof foreignField === 'string';
  if (!isByFields && pipeline === undefined)
    throw requestFailed(
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField'",
    );
  const path = as.split('.');
  if (isByFields && foreignField === '_id' && pipeline === undefined) {
    const found = byId(scope.store, from, localField);
    return documents.map((document) => replaced(document, path, found(document)));
  }
  const stages = pipeline === undefined ? [] : toStages(pipeline);
  const variables = variablesOf(specification['let'], scope);
  return documents.map((document) => {
    const inner = { ...scope, variables: new Map([...scope.variables, ...variables(document)]) };
    const joined = isByFields
      ? [{ name: '$match', operand: equalTo(document, localField, foreignField) }, ...stages]
      : stages;
    return replaced(document, path, runOn(from, joined, inner));
  });
}

/** The documents whose ids are at a path, without duplicates and sorted by id, as an index scan returns them. */
function byId(store: Store, from: string, localField: string): (document: Document) => Document[] {
  const collection = store.has(from) ? store.collection(from) : null;
  const path = toPath(localField);
  return (document) => {
    const local = valueAt(document, path);
    if (typeof local === 'string') {
      const row = collection?.get(local) ?? null;
      return row === null ? [] : [row];
    }
    const keys = new Set(valuesAt(document, path).map((value) => idKey(value ?? null)));
    const found = [...keys]
      .map((key) => collection?.get(key) ?? null)
      .filter((row) => row !== null);
    return found.length < 2 ? found : found.sort((a, b) => compareValues(a['_id'], b['_id']));
  };
}

function equalTo(document: Document, localField: string, foreignField: string): Document {
  const values = valuesAt(document, toPath(localField)).map((value) => value ?? null);
  return { [foreignField]: { $in: values } };
}

function variablesOf(definitions: Value | undefined, scope: Scope) {
  const { compile } = createCompiler(scope.variables);
  const evaluators = Object.entries(isDocument(definitions) ? definitions : {}).map(
    ([name, source]) => [checkName(name), compile(source)] as const,
  );
  return (document: Document): Variables =>
    new Map(evaluators.map(([name, { evaluate }]) => [name, evaluate(document)]));
}
