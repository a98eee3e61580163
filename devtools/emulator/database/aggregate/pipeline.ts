import { invalidParameter, requestFailed } from '../../wire/errors';
import { parseEjson } from '../ejson';
import { compileQuery } from '../query/compile';
import { compareBy, toSort } from '../query/sort';
import type { Request } from '../request';
import { collectionOf } from '../request';
import type { Store } from '../store';
import { isDocument, isNumeric, toNumber } from '../values';
import type { Document, Value } from '../values';
import { bucket } from './bucket';
import { compileStage } from './compiled/stages';
import { plainDocument, runStages } from './expression';
import type { Variables } from './expression';
import { geoNear } from './geo-near';
import { lookup } from './lookup';
import { sample } from './sample';
import { unwind } from './unwind';

const rowsWithoutLimit = 20;
const mostRows = 10_000;

export type Stage = { name: string; operand: Value };

/** What a stage may look at besides its input. */
export type Scope = { store: Store; variables: Variables };

/** The cloud returns 20 rows of a pipeline that has no $limit, and never more than 10 000. */
export function runPipeline(store: Store, request: Request): Document[] {
  const stages = stagesOf(request);
  const scope: Scope = { store, variables: {} };
  const results = runOn(collectionOf(request), stages, scope);
  const hasLimit = stages.some((stage) => stage.name === '$limit');
  return results.slice(0, hasLimit ? mostRows : rowsWithoutLimit);
}

function stagesOf({ body, serverTime }: Request): Stage[] {
  const { stages } = body;
  if (!Array.isArray(stages)) throw invalidParameter('stages must be an array');
  return stages.map((stage: unknown) => {
    const { stageKey, stageValue } = stage as Record<string, unknown>;
    if (typeof stageKey !== 'string' || typeof stageValue !== 'string')
      throw invalidParameter('a stage needs stageKey and stageValue');
    const operand = withTime(parseEjson(stageValue, serverTime), new Date(serverTime));
    return { name: stageKey, operand };
  });
}

/** `$$NOW` is the time of the cloud's clock, which mingo does not know. */
function withTime(operand: Value, now: Date): Value {
  if (operand === '$$NOW') return now;
  if (Array.isArray(operand)) return operand.map((item) => withTime(item, now));
  if (!isDocument(operand) || '$literal' in operand) return operand;
  return Object.fromEntries(
    Object.entries(operand).map(([key, value]) => [key, withTime(value, now)]),
  );
}

/** Stages as they stand inside $lookup and $facet: `[{ $match: {...} }]`. */
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

/** Runs stages over documents, which it does not change. */
export function run(documents: Document[], stages: Stage[], scope: Scope): Document[] {
  let current = documents;
  for (let position = 0; position < stages.length; position++) {
    const stage = stages[position];
    if (stage === undefined) break;
    if (!delegated.has(stage.name)) {
      current = runStage(stage, current, scope);
      continue;
    }
    const compiled = compileStage(stage.name, stage.operand);
    if (compiled !== null) {
      current = compiled(current);
      continue;
    }
    // Neighbours that mingo runs share one copy of the documents.
    const together = stages.slice(position).findIndex(({ name }) => !delegated.has(name));
    const end = together === -1 ? stages.length : position + together;
    const specifications = stages
      .slice(position, end)
      .map(({ name, operand }) => plainDocument({ [name]: operand }));
    current = runStages(current.map(plainDocument), specifications, scope.variables);
    position = end - 1;
  }
  return current;
}

const delegated = new Set([
  '$project',
  '$addFields',
  '$set',
  '$unset',
  '$group',
  '$bucketAuto',
  '$replaceRoot',
  '$replaceWith',
  '$redact',
]);

function runStage({ name, operand }: Stage, documents: Document[], scope: Scope): Document[] {
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
    case '$bucket':
      return bucket(documents, asDocument(name, operand), scope.variables);
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

function asDocument(name: string, operand: Value): Document {
  if (isDocument(operand)) return operand;
  throw requestFailed(`the ${name} stage specification must be an object`);
}

function count(name: string, operand: Value): number {
  const number = isNumeric(operand) ? toNumber(operand) : NaN;
  const least = name === '$limit' ? 1 : 0;
  if (!Number.isInteger(number) || number < least)
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
