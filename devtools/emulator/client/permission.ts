import { isDocument } from '../database/values';
import type { Document, Value } from '../database/values';
import { authOf, compileRule } from '../rules/rule';
import type { Scope } from '../rules/rule';
import type { CollectionTemplate } from '../templates';

export type Permission = CollectionTemplate['permission'];
type Preset = Extract<Permission, string>;
export type QueryOperation = 'read' | 'update' | 'delete';
export type Operation = QueryOperation | 'create';

/** Which rows each preset opens. On the platform `READONLY` means that everybody reads and creators write. */
const presets: Record<Preset, Record<'read' | 'write', 'all' | 'own' | 'none'>> = {
  READONLY: { read: 'all', write: 'own' },
  PRIVATE: { read: 'own', write: 'own' },
  ADMINWRITE: { read: 'all', write: 'none' },
  ADMINONLY: { read: 'none', write: 'none' },
};

/**
 * Restricts a phone's query to the permission of its collection; null when the query is refused. Presets narrow the
 * query to the caller's rows, so a write of another user's row matches none. Custom rules refuse every query, `doc(id)`
 * included, that does not itself contain the fields of the rule.
 * @see https://developers.weixin.qq.com/miniprogram/dev/wxcloudservice/wxcloud/guide/database/security-rules.html
 */
export function permitQuery(
  permission: Permission,
  operation: QueryOperation,
  query: Document,
  openid: string | undefined,
): Document | null {
  const filled = fillOpenid(query, openid) as Document;
  if (typeof permission !== 'string') {
    const conditions = equalities(filled);
    const scope = { auth: authOf(openid), doc: (path: string) => conditions.get(path) };
    return isPermitted(permission, operation, scope) ? filled : null;
  }
  const open = presets[permission][operation === 'read' ? 'read' : 'write'];
  if (open === 'all') return filled;
  if (open === 'none' || openid === undefined) return null;
  return { $and: [filled, { _openid: openid }] };
}

/** `document` is the row to store, with its `_openid`. */
export function mayCreate(
  permission: Permission,
  document: Document,
  openid: string | undefined,
): boolean {
  if (typeof permission === 'string')
    return presets[permission].write === 'own' && openid !== undefined;
  const doc = (path: string) => valueAt(document, path);
  return isPermitted(permission, 'create', { auth: authOf(openid), doc });
}

function isPermitted(
  rules: Exclude<Permission, string>,
  operation: Operation,
  scope: Scope,
): boolean {
  const rule = rules[operation] ?? (operation === 'read' ? false : (rules.write ?? false));
  return compileRule(rule)(scope);
}

/** Replaces the value `{openid}`, anywhere in a query, by the caller's openid. */
function fillOpenid(value: Value, openid: string | undefined): Value {
  if (value === '{openid}') return openid ?? null;
  if (Array.isArray(value)) return value.map((element) => fillOpenid(element, openid));
  if (!isDocument(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [field, fillOpenid(inner, openid)]),
  );
}

/** The fields that have one known value in every matching row. */
function equalities(query: Document): Map<string, Value> {
  return new Map(
    Object.entries(query).flatMap(([field, condition]): [string, Value][] => {
      if (field === '$and' && Array.isArray(condition))
        return condition.flatMap((part) => (isDocument(part) ? [...equalities(part)] : []));
      if (field.startsWith('$')) return [];
      if (!isDocument(condition)) return [[field, condition]];
      return Object.hasOwn(condition, '$eq') ? [[field, condition['$eq'] ?? null]] : [];
    }),
  );
}

function valueAt(document: Document, path: string): Value | undefined {
  return path
    .split('.')
    .reduce<Value | undefined>(
      (value, field) =>
        value !== undefined && isDocument(value) && Object.hasOwn(value, field)
          ? value[field]
          : undefined,
      document,
    );
}
