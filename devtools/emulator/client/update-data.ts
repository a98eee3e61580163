import { isDocument } from '../database/values';
import type { Document, Value } from '../database/values';
import { ClientDatabaseError, invalidParameter } from './errors';

/** Fields that the cloud sets and a phone may not write. */
const protectedFields = ['_openid', '_id'];

/** Checks the data of `add` and `set`; only `add` may choose an `_id`. */
export function checkRow(data: Document, operation: 'add' | 'set'): void {
  if (Object.keys(data).length === 0) throw refused('data must not be empty');
  if (Object.hasOwn(data, '_openid')) throw refused('_openid is given by the cloud');
  if (operation === 'set' && Object.hasOwn(data, '_id')) throw refused('不能更新_id的值');
}

/** Converts the data of `update`: operators stay, plain fields become `$set` of their paths. */
export function toUpdate(data: Document): Document {
  const fields = Object.keys(data);
  const operators = fields.filter((field) => field.startsWith('$'));
  if (fields.length === 0) throw refused('data must not be empty');
  if (operators.length > 0 && operators.length < fields.length)
    throw refused('data holds either operators or fields');
  const update = operators.length > 0 ? data : toSet(flatten(data));
  for (const [operator, changes] of Object.entries(update)) checkPaths(operator, changes);
  return update;
}

/** `{ a: {} }` changes nothing, and MongoDB refuses an empty `$set`. */
function toSet(fields: Document): Document {
  return Object.keys(fields).length === 0 ? {} : { $set: fields };
}

function checkPaths(operator: string, changes: Value): void {
  if (!isDocument(changes)) throw refused(`${operator} must be an object`);
  const targets = operator === '$rename' ? Object.values(changes).map(String) : [];
  for (const path of [...Object.keys(changes), ...targets]) {
    const [field = ''] = path.split('.');
    if (protectedFields.includes(field)) throw refused(`不能更新${field}的值`);
  }
}

/** Matches the phone's SDK: `{ a: { b: 1 } }` changes `a.b` and leaves the rest of `a`. */
function flatten(data: Document, prefix = ''): Document {
  return Object.fromEntries(
    Object.entries(data).flatMap(([field, value]): [string, Value][] =>
      isDocument(value)
        ? Object.entries(flatten(value, `${prefix}${field}.`))
        : [[`${prefix}${field}`, value]],
    ),
  );
}

function refused(reason: string): ClientDatabaseError {
  return new ClientDatabaseError(invalidParameter, `[InvalidParameter] ${reason}`);
}
