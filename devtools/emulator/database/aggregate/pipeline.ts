import { invalidParameter, requestFailed } from '../../wire/errors';
import { parseEjson } from '../ejson';
import { compileQuery } from '../query/compile';
import { compareBy, toSort } from '../query/sort';
import type { Request } from '../request';
import { collectionOf, variablesOf } from '../request';
import type { Store } from '../store';
import { isDocument, isNumeric, toNumber } from '../values';
import type { Document, Value } from '../values';
import { createCompiler } from './expression/compile';
import type { Variables } from './expression/types';
import { bucket, bucketAuto } from './stages/bucket';
import { geoNear } from './stages/geo-near';
import { group } from './stages/group';
import { lookup } from './stages/lookup';
import { addFields, project, unset } from './stages/project';
import { redact } from './stages/redact';
import { replaceRoot } from './stages/replace-root';
import { sample } from './stages/sample';
import { unwind } from './stages/unwind';

const defaultLimit = 20;
const maxLimit = 10_000;

export type Stage = { name: string; operand: Value };

/** What a stage needs besides its input. */
export type Scope = { store: Store; variables: Variables };

/** The cloud returns 20 rows of a pipeline that has no $limit, and never more than 10 000. */
export function runPipeline(store: Store, request: Request): Document[] {
  const stages = stagesOf(request);
  const scope: Scope = { store, variables: variablesOf(request) };
  const results = runOn(collectionOf(request), stages, scope);
  const hasLimit = stages.some((stage) => stage.name === '$limit');
  return results.slice(0, hasLimit ? maxLimit : defaultLimit);
}

function stagesOf({ body, serverTime }: Request): Stage[] {
  const { stages } = body;
  if (!Array.isArray(stages)) throw invalidParameter('stages must be an array');
  return stages.map((stage: unknown) => {
    const { stageKey, stageValue } = stage as Record<string, unknown>;
    if (typeof stageKey !== 'string' || typeof stageValue !== 'string')
      throw invalidParameter('a stage needs stageKey and stageValue');
    return { name: stageKey, operand: parseEjson(stageValue, serverTime) };
  });
}

/** Reads the stages that $lookup and $facet hold: `[{ $match: {...} }]`. */
export function toStages(operand: Value | undefined): Stage[] {
  if (!Array.isArray(operand)) throw requestFailed('a pipeline must be an array');
  return operand.map((stage) => {
    const [entry, ...others] = isDocument(stage) ? Object.entries(stage) : [];
    if (entry === undefined || others.length > 0)
      throw requestFailed('A pipeline stage specification object must contain exactly one field.');
    return { name: entry[0], operand: entry[1] };
  });
}

/** Runs a pipeline over a collection; leading $match, $sort, $skip and $limit use its indexes. */
export function runOn(name: string, stages: Stage[], scope: Scope): Document[] {
  if (!scope.store.has(name)) return run([], stages, scope);
  const collection = scope.store.collection(name);
  const rest = [...stages];
  const query = take(rest, '$match');
  const sort = toSort(asDocument('$sort', take(rest, '$sort') ?? {}));
  const skip = count('$skip', take(rest, '$skip') ?? 0);
  const limited = take(rest, '$limit');
  const limit = limited === undefined ? Infinity : count('$limit', limited);
  const filter = matching(query ?? {}, scope);
  return run(collection.find(filter, { sort, skip, limit }), rest, scope);
}

function take(stages: Stage[], name: string): Value | undefined {
  if (stages[0]?.name !== name) return undefined;
  return stages.shift()?.operand;
}

/** Runs stages over documents without changing the documents. */
export function run(documents: Document[], stages: Stage[], scope: Scope): Document[] {
  return stages.reduce((current, stage) => runStage(stage, current, scope), documents);
}

function runStage({ name, operand }: Stage, documents: Document[], scope: Scope): Document[] {
  const compiler = () => createCompiler(scope.variables);
  switch (name) {
    case '$match': {
      const filter = matching(operand, scope);
      return documents.filter((document) => filter.test(document));
    }
    case '$sort':
      return [...documents].sort(compareBy(toSort(asDocument(name, operand))));
    case '$skip':
      return documents.slice(count(name, operand));
    case '$limit':
      return documents.slice(0, count(name, operand));
    case '$count':
      return documents.length === 0 ? [] : [{ [countField(operand)]: documents.length }];
    case '$sortByCount':
      return run(
        documents,
        [
          { name: '$group', operand: { _id: operand, count: { $sum: 1 } } },
          { name: '$sort', operand: { count: -1 } },
        ],
        scope,
      );
    case '$sample':
      return sample(documents, asDocument(name, operand));
    case '$unwind':
      return unwind(documents, operand);
    case '$group':
      return group(documents, asDocument(name, operand), compiler());
    case '$project':
      return project(documents, asDocument(name, operand), compiler());
    case '$addFields':
    case '$set':
      return addFields(documents, asDocument(name, operand), compiler());
    case '$unset':
      return unset(documents, operand);
    case '$replaceRoot':
      return replaceRoot(documents, newRoot(asDocument(name, operand)), compiler());
    case '$replaceWith':
      return replaceRoot(documents, operand, compiler());
    case '$redact':
      return redact(documents, operand, compiler());
    case '$bucket':
      return bucket(documents, asDocument(name, operand), compiler());
    case '$bucketAuto':
      return bucketAuto(documents, asDocument(name, operand), compiler());
    case '$geoNear':
      return geoNear(documents, asDocument(name, operand));
    case '$lookup':
      return lookup(documents, asDocument(name, operand), scope, runOn, toStages);
    case '$facet':
      return [
        Object.fromEntries(
          Object.entries(asDocument(name, operand)).map(([field, pipeline]) => [
            field,
            run(documents, toStages(pipeline), scope),
          ]),
        ),
      ];
    default:
      throw requestFailed(`Unrecognized pipeline stage name: '${name}'`);
  }
}

function matching(query: Value, scope: Scope) {
  const filter = compileQuery(asDocument('$match', query), scope.variables);
  if (filter.nearness !== null)
    throw requestFailed('$geoNear, $near, and $nearSphere are not allowed in this context');
  return filter;
}

function newRoot({ newRoot: source }: Document): Value {
  if (source === undefined) throw requestFailed('no newRoot specified for the $replaceRoot stage');
  return source;
}

function asDocument(name: string, operand: Value): Document {
  if (isDocument(operand)) return operand;
  throw requestFailed(`the ${name} stage specification must be an object`);
}

function count(name: string, operand: Value): number {
  const number = isNumeric(operand) ? toNumber(operand) : NaN;
  const min = name === '$limit' ? 1 : 0;
  if (!Number.isInteger(number) || number < min)
    throw requestFailed(
      name === '$limit' ? 'the limit must be positive' : `Argument to ${name} cannot be negative`,
    );
  return number;
}

function countField(operand: Value): string {
  if (typeof operand !== 'string' || operand === '' || /^\$|\.|\0/.test(operand))
    throw requestFailed('the count field must be a non-empty string without $ and .');
  return operand;
}
