import { requestFailed } from '../../wire/errors';
import { toPath, valuesAt } from '../query/path';
import { isDocument } from '../values';
import type { Document, Value } from '../values';
import { expressionOf } from './expression';
import type { Scope, Stage } from './pipeline';
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
  const stages = pipeline === undefined ? [] : toStages(pipeline);
  const variables = variablesOf(specification['let'], scope);
  return documents.map((document) => {
    const inner = { ...scope, variables: { ...scope.variables, ...variables(document) } };
    const joined = isByFields
      ? [{ name: '$match', operand: equalTo(document, localField, foreignField) }, ...stages]
      : stages;
    return replaced(document, as.split('.'), runOn(from, joined, inner));
  });
}

function equalTo(document: Document, localField: string, foreignField: string): Document {
  const values = valuesAt(document, toPath(localField)).map((value) => value ?? null);
  return { [foreignField]: { $in: values } };
}

function variablesOf(definitions: Value | undefined, scope: Scope) {
  const evaluators = Object.entries(isDocument(definitions) ? definitions : {}).map(
    ([name, expression]) => [name, expressionOf(expression, scope.variables)] as const,
  );
  return (document: Document): Record<string, unknown> =>
    Object.fromEntries(evaluators.map(([name, evaluate]) => [name, evaluate(document)]));
}
