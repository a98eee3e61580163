import type { IncomingMessage } from 'node:http';
import { ZhipuError } from './errors';

export type Body = Record<string, unknown>;

export function checkKey(request: IncomingMessage, apiKeys: string[]): void {
  const { authorization } = request.headers;
  if (authorization === undefined || authorization === '') throw new ZhipuError('1001');
  const key = /^Bearer (.+)$/.exec(authorization)?.[1];
  if (key === undefined || !apiKeys.includes(key)) throw new ZhipuError('1000');
}

export function parseBody(text: string): Body {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The provider does not tell broken JSON from wrong parameters.
    throw new ZhipuError('1210');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ZhipuError('1210');
  }
  return value as Body;
}

export function requiredText(body: Body, field: string): string {
  const value = body[field];
  if (value === undefined || value === null || value === '') throw missing(field);
  if (typeof value !== 'string') throw illegal(field);
  return value;
}

export function optionalUserId({ user_id: userId = null }: Body): string | null {
  if (userId !== null && (typeof userId !== 'string' || !/^.{6,128}$/s.test(userId))) {
    throw illegal('user_id');
  }
  return userId;
}

export function missing(field: string): ZhipuError {
  return new ZhipuError('1213', `The parameter ${field} was not received`);
}

export function illegal(field: string): ZhipuError {
  return new ZhipuError('1214', `The parameter ${field} is illegal`);
}
