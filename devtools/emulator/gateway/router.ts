import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import { fromJson } from '../database/ejson';
import type { Value } from '../database/values';
import { DiskError } from '../disk/disk-error';
import { messageOf } from '../message-of';
import { WireError } from '../wire/errors';
import { readBody } from './body';

/** An error of the control API, with its HTTP status. */
export class ControlError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly more: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = 'ControlError';
  }
}

export type ControlRequest = {
  parameters: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** The body as a stream. */
  body: Readable;
  /** The JSON body, checked by `schema`. */
  json<Value>(schema: z.ZodType<Value>): Promise<Value>;
  /** The JSON body with EJSON dates and numbers converted to values, checked by `schema`. */
  ejson<Value>(schema: z.ZodType<Value>): Promise<Value>;
};

export type Route = {
  method: string;
  path: string;
  /** The names of the allowed query parameters; absent: none are allowed. */
  query?: readonly string[];
  /** Returns the JSON of the reply, or a promise of it. */
  run(request: ControlRequest): unknown;
};

export type Match = { route: Route; parameters: Record<string, string> };

/** The route for a path; `405` when only the method does not match, `404` when no route has the path. */
export function findRoute(routes: Route[], method: string, pathname: string): Match | 404 | 405 {
  const found = routes.flatMap((route) => {
    const parameters = matchPath(route.path, pathname);
    return parameters === null ? [] : [{ route, parameters }];
  });
  if (found.length === 0) return 404;
  return found.find(({ route }) => route.method === method) ?? 405;
}

/** Matches a path against a pattern such as `/local/outbox/:id`; null when it does not match. */
function matchPath(pattern: string, pathname: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = pathname.split('/');
  if (wanted.length !== given.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decode(given[index] ?? '');
    if (part.startsWith(':') && value !== '') parameters[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return parameters;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ControlError(400, `not a valid path: ${part}`);
  }
}

export function toControlRequest(
  request: IncomingMessage,
  url: URL,
  parameters: Record<string, string>,
): ControlRequest {
  const text = async (): Promise<string> => (await readBody(request)).toString();
  return {
    parameters,
    query: url.searchParams,
    headers: request.headers,
    body: request,
    json: async (schema) => check(schema, parseJson(await text())),
    ejson: async (schema) => check(schema, deserialize(parseJson(await text()))),
  };
}

export function parseJson(text: string): unknown {
  try {
    return text.trim() === '' ? undefined : (JSON.parse(text) as unknown);
  } catch (error) {
    throw new ControlError(400, `not JSON: ${messageOf(error)}`);
  }
}

/** Converts EJSON to values. A query keeps its operators, because only type keys such as `$date` are EJSON. */
export function deserialize(value: unknown): unknown {
  return fromJson(value as Value);
}

export function check<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const key = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = [...(issue?.path ?? []), ...key].join('.');
  const message = issue?.message ?? 'not valid';
  throw new ControlError(400, field === '' ? message : `${field}: ${message}`, { field });
}

export function notFound(what: string): never {
  throw new ControlError(404, `there is no ${what}`);
}

/** Converts any refusal of a bulk change, such as rows that violate a unique index, to a 409. */
export function toConflict<Result>(change: () => Result): Result {
  try {
    return change();
  } catch (error) {
    if (error instanceof WireError || error instanceof DiskError) throw error;
    throw new ControlError(409, messageOf(error));
  }
}
