import { randomUUID } from 'node:crypto';
import type { Invocation } from '../functions/invocation';
import { WireError } from '../wire/errors';
import { openApiOutcome } from '../wire/fault-outcomes';
import type { WireAction, WireOutcome } from '../wire/messages';
import { decodeOpenApiRequest, encodeOpenApiFailure } from '../wire/protobuf';
import type { MediaChecks } from './media-check';
import { openApiNames } from './names';
import type { OpenApiName } from './names';
import type { SubscribeMessages } from './subscribe-message';
import { judgeText } from './words';
import type { Judgement } from './words';

export type OpenApiOptions = {
  /** Warns the developer, in the terminal and in the logs of the invocation. */
  report: (message: string, invocation: Invocation | null) => void;
  mediaChecks: MediaChecks;
  subscribeMessages: SubscribeMessages;
};

type Arguments = Record<string, unknown>;
type Api = (input: Arguments, options: OpenApiOptions) => Arguments | Promise<Arguments>;

const notFound = -604100;
const noPermission = -604101;
const maxContentLength = 2500;

const apis: Record<OpenApiName, Api> = {
  'security.msgSecCheck': msgSecCheck,
  'security.mediaCheckAsync': (input, { mediaChecks }) => mediaChecks.check(input),
  'subscribeMessage.send': (input, { subscribeMessages }) => subscribeMessages.send(input),
};

/**
 * Handles `wx.openApi`: the API must be implemented here and listed in the calling function's `permissions.openapi`.
 */
export function createOpenApi(options: OpenApiOptions) {
  return async ({ action, fields, invocation }: WireAction): Promise<WireOutcome> => {
    const name = String(fields['apiName']);
    if (action !== 'wx.openApi' || !isBuilt(name)) {
      const message = `${name} is not built in the local cloud`;
      options.report(message, invocation);
      if (action !== 'wx.openApi') throw new WireError('INVALID_PARAM', `${action}: ${message}`);
      // Sent as an error of the API, because the SDK shows only the number of a gateway error, not which API is
      // missing.
      return openApiOutcome({ errcode: notFound, errmsg: `API not found: ${message}` });
    }
    if (invocation !== null && !invocation.definition.config.permissions.openapi.includes(name)) {
      options.report(`${name} is not in permissions.openapi of config.json`, invocation);
      return failure(noPermission);
    }
    const requestData = fields['requestData'];
    const pairs = decodeOpenApiRequest(
      Buffer.isBuffer(requestData) ? requestData : Buffer.alloc(0),
    );
    const input = Object.fromEntries([...pairs].map(([key, { value }]) => [key, parse(value)]));
    return openApiOutcome(await apis[name](input, options));
  };
}

function isBuilt(name: string): name is OpenApiName {
  return (openApiNames as readonly string[]).includes(name);
}

function failure(code: number): WireOutcome {
  return {
    kind: 'bytes',
    contentType: 'application/octet-stream',
    bytes: encodeOpenApiFailure(code),
  };
}

function parse(value: Buffer): unknown {
  try {
    return JSON.parse(value.toString());
  } catch {
    return value.toString();
  }
}

const done = { errcode: 0, errmsg: 'ok' };

function msgSecCheck(input: Arguments): Arguments {
  const { content, version, openid, scene } = input;
  if (typeof content !== 'string' || content === '') return refused(47001, 'data format error');
  if (content.length > maxContentLength) return refused(45002, 'content size out of limit');
  const judgement = judgeText(content);
  if (version !== 2) return judgement.suggest === 'risky' ? refused(87014, 'risky content') : done;
  if (typeof openid !== 'string' || openid === '') return refused(40003, 'invalid openid');
  if (![1, 2, 3, 4].includes(Number(scene))) return refused(40097, 'invalid args: scene');
  const detail = [{ strategy: 'content_model', errcode: 0, prob: 90, ...judgement }];
  return { ...done, result: resultOf(judgement), detail, trace_id: randomUUID() };
}

function resultOf({ suggest, label }: Judgement): { suggest: string; label: number } {
  return { suggest, label };
}

function refused(errcode: number, errmsg: string): Arguments {
  return { errcode, errmsg: `${errmsg} rid: ${randomUUID()}` };
}
