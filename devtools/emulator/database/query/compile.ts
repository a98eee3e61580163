import { requestFailed } from '../../wire/errors';
import { createCompiler } from '../aggregate/expression/compile';
import { isTrue } from '../aggregate/expression/comparison';
import type { Variables } from '../aggregate/expression/types';
import type { Document, Value } from '../values';
import { isDocument } from '../values';
import type { Condition, Filter, Nearness } from './condition';
import { compileNearness } from './geo';
import { compileJsonSchema } from './json-schema';
import { isOperatorObject, compileOperand } from './operators';
import { toPath } from './path';

/** Compiles a query in MongoDB's language. Do not mutate the query while the filter is in use. */
export function compileQuery(query: Document, variables: Variables = new Map()): Filter {
  const nearness: Nearness[] = [];
  const condition = compileConjunction(query, { nearness, variables });
  if (nearness.length > 1) throw requestFailed('Too many geoNear expressions');
  return { condition, test: condition.test, nearness: nearness[0] ?? null };
}

/** `nearness` collects the `$near` conditions; null where `$near` is not allowed. */
type Scope = { nearness: Nearness[] | null; variables: Variables };

function inside(scope: Scope): Scope {
  return { ...scope, nearness: null };
}

function compileConjunction(query: Document, scope: Scope): Condition {
  const conditions: Condition[] = [];
  for (const [key, operand] of Object.entries(query)) {
    if (key.startsWith('$')) conditions.push(...compileTopLevel(key, operand, scope));
    else conditions.push(...compileField(key, operand, scope));
  }
  return and(conditions);
}

function compileTopLevel(operator: string, operand: Value, scope: Scope): Condition[] {
  switch (operator) {
    case '$and':
      return clauses(operator, operand).map((clause) => compileConjunction(clause, scope));
    case '$or':
      return [
        or(clauses(operator, operand).map((clause) => compileConjunction(clause, inside(scope)))),
      ];
    case '$nor': {
      const any = or(
        clauses(operator, operand).map((clause) => compileConjunction(clause, inside(scope))),
      );
      return [{ kind: 'other', test: (document) => !any.test(document) }];
    }
    case '$expr': {
      const { evaluate } = createCompiler(scope.variables).compile(operand);
      return [{ kind: 'other', test: (document) => isTrue(evaluate(document)) }];
    }
    case '$jsonSchema':
      return [{ kind: 'other', test: compileJsonSchema(operand) }];
    case '$comment':
      return [];
    default:
      throw requestFailed(`unknown top level operator: ${operator}`);
  }
}

function compileField(key: string, operand: Value, scope: Scope): Condition[] {
  const path = toPath(key);
  if (!isOperatorObject(operand)) return [compileOperand(path, '$eq', operand, {}, compileNested)];
  const { $near, $nearSphere, $maxDistance, $minDistance, ...rest } = operand;
  const near = $near ?? $nearSphere;
  const conditions = Object.entries(rest)
    .filter(([operator]) => operator !== '$options' || !('$regex' in rest))
    .map(([operator, value]) => compileOperand(path, operator, value, rest, compileNested));
  if (near === undefined) return conditions;
  if (scope.nearness === null) throw requestFailed('geoNear must be top-level expr');
  const { test, ...ranking } = compileNearness(path, near, $minDistance, $maxDistance);
  scope.nearness.push(ranking);
  return [...conditions, { kind: 'other', test }];
}

/** The query inside `$elemMatch`. */
function compileNested(query: Document): (document: Document) => boolean {
  return compileConjunction(query, { nearness: null, variables: new Map() }).test;
}

function clauses(operator: string, operand: Value): Document[] {
  if (!Array.isArray(operand) || operand.length === 0)
    throw requestFailed(`${operator} must be a nonempty array`);
  return operand.map((clause) => {
    if (isDocument(clause)) return clause;
    throw requestFailed(`${operator} entries need to be full objects`);
  });
}

function and(conditions: Condition[]): Condition {
  const [first] = conditions;
  if (first !== undefined && conditions.length === 1) return first;
  const flat = conditions.flatMap((condition) =>
    condition.kind === 'and' ? condition.conditions : [condition],
  );
  return {
    kind: 'and',
    conditions: flat,
    test(document) {
      for (const { test } of flat) if (!test(document)) return false;
      return true;
    },
  };
}

function or(conditions: Condition[]): Condition {
  return {
    kind: 'or',
    conditions,
    test(document) {
      for (const { test } of conditions) if (test(document)) return true;
      return false;
    },
  };
}
