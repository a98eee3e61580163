import type { IncomingMessage, ServerResponse } from 'node:http';
import { DiskError } from '../disk/disk-error';
import { stringifyRelaxed } from '../database/relaxed';
import { WireError } from '../wire/errors';
import { send } from './body';
import { ControlError, findRoute, toControlRequest } from './router';
import type { Route } from './router';

export async function serveControl(
  routes: Route[],
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    sendJson(response, 200, await run(routes, url, request));
  } catch (error) {
    const { status, message, more } = toControlError(error);
    sendJson(response, status, { error: { message, ...more } });
  }
}

function run(routes: Route[], url: URL, request: IncomingMessage): unknown {
  const match = findRoute(routes, request.method ?? 'GET', url.pathname);
  if (match === 404) throw new ControlError(404, `there is no ${url.pathname}`);
  if (match === 405)
    throw new ControlError(405, `${url.pathname} knows no ${request.method ?? ''}`);
  checkParameters(match.route, url);
  return match.route.run(toControlRequest(request, url, match.parameters));
}

/** Refuses unknown parameters: ignoring a misspelled one would answer a different question. */
function checkParameters({ query = [] }: Route, { pathname, searchParams }: URL): void {
  const field = [...searchParams.keys()].find((name) => !query.includes(name));
  if (field === undefined) return;
  const known = query.length === 0 ? 'no parameters' : query.join(', ');
  throw new ControlError(400, `${field}: ${pathname} knows ${known}`, { field });
}

function toControlError(error: unknown): ControlError {
  if (error instanceof ControlError) return error;
  if (error instanceof WireError) return new ControlError(400, error.message, { code: error.code });
  if (error instanceof DiskError) {
    console.error(error.message);
    return new ControlError(507, error.message);
  }
  // Bodies are read and written recursively, so deep nesting overflows the stack.
  if (error instanceof RangeError && error.message.includes('call stack')) {
    return new ControlError(400, 'the body is nested too deeply');
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(`the local cloud failed: ${message}`);
  return new ControlError(500, message);
}

/** Serialises dates and other typed values as relaxed EJSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, 'application/json; charset=utf-8', stringifyRelaxed(value));
}
