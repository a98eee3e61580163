import type { Permission } from './account/database';

/** How far a rule opens: 0 to nobody, 1 to some under a condition, 2 to everybody. */
export type Width = 0 | 1 | 2;
type Opening = { read: Width; write: Width };

/** The meaning of the platform's tags; `READONLY` and `PRIVATE` let the creator of a row write it. */
const openingOfTag: Readonly<Record<string, Opening>> = {
  ADMINONLY: { read: 0, write: 0 },
  ADMINWRITE: { read: 2, write: 0 },
  PRIVATE: { read: 1, write: 1 },
  READONLY: { read: 2, write: 1 },
};

export type PermissionChange = 'same' | 'narrower' | 'wider';

/** Whether the wanted permission allows anybody more than the existing one. */
export function comparePermissions(standing: Permission, wanted: Permission): PermissionChange {
  if (describePermission(standing) === describePermission(wanted)) return 'same';
  const from = openingOf(standing);
  const to = openingOf(wanted);
  return to.read > from.read || to.write > from.write ? 'wider' : 'narrower';
}

/** The canonical text of a permission, in which key order and white space of the rule do not matter. */
export function describePermission({ tag, rule }: Permission): string {
  if (tag !== 'CUSTOM') return tag;
  const parsed = parseRule(rule);
  return parsed === null
    ? `CUSTOM ${rule ?? ''}`
    : JSON.stringify(parsed, Object.keys(parsed).sort());
}

export function toPermission(wanted: string | Readonly<Record<string, unknown>>): Permission {
  return typeof wanted === 'string'
    ? { tag: wanted, rule: null }
    : { tag: 'CUSTOM', rule: JSON.stringify(wanted) };
}

function openingOf({ tag, rule }: Permission): Opening {
  const known = openingOfTag[tag];
  if (known !== undefined) return known;
  const parsed = parseRule(rule);
  // Treat an unparsable rule as open to all, so that no wanted permission counts as wider.
  if (parsed === null) return { read: 2, write: 2 };
  const writes = [parsed['write'], parsed['create'], parsed['update'], parsed['delete']];
  return { read: widthOf(parsed['read']), write: Math.max(...writes.map(widthOf)) as Width };
}

/** How far one expression of a rule opens. */
export function widthOf(expression: unknown): Width {
  if (expression === undefined || expression === false || expression === 'false') return 0;
  return expression === true || expression === 'true' ? 2 : 1;
}

function parseRule(rule: string | null): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(rule ?? '');
    return typeof parsed === 'object' && parsed !== null
      ? (parsed as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
