import { requestFailed } from '../../../wire/errors';
import { compileProjection } from '../../project';
import { isDocument, isNumeric, toNumber } from '../../values';
import type { Document, Value } from '../../values';
import type { Compiler } from '../expression/types';
import { addTo, createShape, shapeDocument } from './shape';

type Rule = [path: string, rule: Value];

/** Keeps, drops or computes fields: `{ _id: 0, status: 1, 'a.b': '$c' }`. */
export function project(
  documents: Document[],
  specification: Document,
  compiler: Compiler,
): Document[] {
  const rules = rulesOf('$project', specification);
  if (rules.length === 0)
    throw requestFailed(
      'Invalid $project :: caused by :: specification must have at least one field',
    );
  const others = rules.filter(([path]) => path !== '_id');
  const dropped = others.filter(([, rule]) => switchOf(rule) === false);
  if (dropped.length > 0 && dropped.length < others.length)
    throw requestFailed(
      `Invalid $project :: caused by :: cannot do exclusion on field ${dropped[0]?.[0] ?? ''} in inclusion projection`,
    );
  const id = rules.find(([path]) => path === '_id')?.[1];
  const isExcluding = dropped.length > 0 || (others.length === 0 && switchOf(id ?? true) === false);
  if (isExcluding) return documents.map(compileProjection(Object.fromEntries(rules)));
  const shape = createShape(false);
  const saysNothingOfId = !rules.some(([path]) => path === '_id' || path.startsWith('_id.'));
  if (saysNothingOfId) addTo(shape, '_id', 'kept');
  for (const [path, rule] of rules) {
    const isKept = switchOf(rule);
    if (isKept === false) continue;
    addTo(shape, path, isKept === null ? compiler.compile(rule) : 'kept');
  }
  return documents.map((document) => shapeDocument(shape, document));
}

/** Keeps all fields and computes more: `$addFields` and `$set`. */
export function addFields(
  documents: Document[],
  specification: Document,
  compiler: Compiler,
): Document[] {
  const shape = createShape(true);
  for (const [path, rule] of rulesOf('$addFields', specification))
    addTo(shape, path, compiler.compile(rule));
  return documents.map((document) => shapeDocument(shape, document));
}

export function unset(documents: Document[], operand: Value): Document[] {
  const paths = Array.isArray(operand) ? operand : [operand];
  if (paths.length === 0 || !paths.every((path) => typeof path === 'string'))
    throw requestFailed('$unset specification must be a string or an array of strings');
  return documents.map(compileProjection(Object.fromEntries(paths.map((path) => [path, 0]))));
}

/** True for a rule that keeps a field, false for one that drops it, null for one that computes it. */
function switchOf(rule: Value): boolean | null {
  if (typeof rule === 'boolean') return rule;
  return isNumeric(rule) ? toNumber(rule) !== 0 : null;
}

/** The rules by their full paths; a document without operators nests further fields. */
function rulesOf(stage: string, specification: Document, prefix = ''): Rule[] {
  return Object.entries(specification).flatMap(([field, rule]): Rule[] => {
    const path = prefix + field;
    if (field.startsWith('$') || path.split('.').includes(''))
      throw requestFailed(`Invalid ${stage} :: caused by :: '${path}' is not a valid field path`);
    if (!isDocument(rule)) return [[path, rule]];
    const [first] = Object.keys(rule);
    if (first?.startsWith('$') === true) return [[path, rule]];
    if (first === undefined && stage === '$project')
      throw requestFailed(
        'Invalid $project :: caused by :: an empty object is not a valid value. Found empty object at path',
      );
    return first === undefined ? [[path, { $literal: {} }]] : rulesOf(stage, rule, `${path}.`);
  });
}
