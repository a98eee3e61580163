import type { Document } from '../database/values';
import type { CollectionTemplate } from '../templates';

type Query = Document;
type Permission = CollectionTemplate['permission'];
type ReadRule = Exclude<Permission, string>['read'];

/** What a phone's query may become: the query to run, or null when it is refused (-502003). */
export function restrictRead(
  permission: Permission,
  query: Query,
  openid: string | undefined,
): Query | null {
  const filled = fillOpenid(query, openid);
  if (typeof permission !== 'string') {
    return isReadable(permission.read, filled, openid) ? filled : null;
  }
  switch (permission) {
    case 'ADMINONLY':
      return null;
    case 'READONLY':
    case 'ADMINWRITE':
      return filled;
    case 'PRIVATE':
      // With this preset the cloud narrows the query by itself; custom rules want it spelled out.
      return openid === undefined ? null : { $and: [filled, { _openid: openid }] };
  }
}

/** The expressions this understands are the ones the templates use; another one is an error of the template. */
function isReadable(rule: ReadRule, query: Query, openid: string | undefined): boolean {
  switch (rule) {
    case true:
    case 'true':
      return true;
    case false:
    case 'false':
      return false;
    case 'auth.openid != null':
    case 'auth != null':
      return openid !== undefined;
    case 'doc._openid == auth.openid':
    case 'auth.openid == doc._openid':
      // The cloud does not look at rows: the query itself must name the caller.
      return openid !== undefined && query['_openid'] === openid;
    default:
      throw new Error(`the local cloud does not understand the rule: ${rule}`);
  }
}

/** `{openid}` in a query stands for the caller. */
function fillOpenid(query: Query, openid: string | undefined): Query {
  if (query['_openid'] !== '{openid}') return query;
  return { ...query, _openid: openid ?? null };
}
