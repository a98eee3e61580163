import { randomUUID } from 'node:crypto';
import type { CloudCall } from '../faults/faults';
import { defaultMessage, isErrorReply } from '../faults/rule';
import type { FaultRule } from '../faults/rule';
import { isPlainObject } from '../plain-object';
import type { WireOutcome } from './messages';
import { encodeOpenApiReply } from './protobuf';

/** Fails the call: with the rule's status or code, otherwise by cutting the connection. */
export function toRefusal(rule: FaultRule, call: CloudCall | null): WireOutcome {
  if (rule.status !== undefined) return toStatus(rule, rule.status);
  return rule.code === undefined ? { kind: 'cut' } : toError(rule, call);
}

/** The rule's answer in place of the service: its body, otherwise its code and message as an error of the service. */
export function toReply(rule: FaultRule, call: CloudCall | null): WireOutcome {
  const { body, status, code, message } = rule;
  if (status !== undefined) return toStatus(rule, status);
  if (isErrorReply(rule)) return toError(rule, call);
  if (body !== undefined && !isPlainObject(body)) return toStatus(rule, 200);
  const isOpenApi = call?.service === 'openapi';
  if (isOpenApi) return openApiOutcome({ errcode: 0, errmsg: 'ok', ...body });
  const error = code === undefined ? {} : { code: String(code), message };
  return { kind: 'json', body: { requestId: randomUUID(), ...error, ...body } };
}

export function openApiOutcome(reply: Record<string, unknown>): WireOutcome {
  return {
    kind: 'bytes',
    contentType: 'application/octet-stream',
    bytes: encodeOpenApiReply(reply),
  };
}

/** For an open API a numeric code is WeChat's errcode; any other code is sent as an error of the wire. */
function toError(
  { code = 'SYS_ERR', message = defaultMessage }: FaultRule,
  call: CloudCall | null,
): WireOutcome {
  if (call?.service === 'openapi' && typeof code === 'number') {
    return openApiOutcome({ errcode: code, errmsg: message });
  }
  return { kind: 'json', body: { requestId: randomUUID(), code: String(code), message } };
}

function toStatus({ body, code, message }: FaultRule, status: number): WireOutcome {
  const isText = typeof body === 'string';
  return {
    kind: 'status',
    status,
    contentType: isText ? 'text/html; charset=utf-8' : 'application/json',
    body: isText ? body : JSON.stringify(body ?? { code, message }),
  };
}
