import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { envelope } from '../push/message';
import type { PushMessage } from '../push/message';
import { judgeMedia } from './words';
import type { Judgement } from './words';

/**
 * Overrides the verdict of the next picture checks, which otherwise follows from the URL, and how their pushes arrive.
 */
export const MediaCheckRule = z.strictObject({
  verdict: z.enum(['pass', 'review', 'risky', 'unreadable']).optional(),
  /** `early` means before the call is answered. */
  push: z.enum(['once', 'none', 'twice', 'early']).default('once'),
  delayMs: z.int().min(0).optional(),
  /** The number of checks that the rule applies to; absent: all. */
  times: z.int().min(1).optional(),
});
export type MediaCheckRule = z.infer<typeof MediaCheckRule>;

export type MediaChecks = {
  check(input: Record<string, unknown>): Promise<MediaCheckReply>;
  rules(): MediaCheckRule[];
  setRules(rules: readonly MediaCheckRule[]): void;
};
export type MediaCheckReply = { errcode: number; errmsg: string; trace_id?: string };

export type MediaChecksOptions = {
  now: () => number;
  /** When the user's phone last called; null when it has not. */
  lastCallAt: (openid: string) => number | null;
  /** Whether the picture behind a URL can be downloaded. */
  isReadable: (url: string) => Promise<boolean>;
  /** Queues a push; without `delayMs` it takes the usual time. */
  send: (message: PushMessage, delayMs?: number) => void;
  /** Delivers a push at once; resolves when the function has handled it. */
  deliver: (message: PushMessage) => Promise<unknown>;
};

const maxInactiveMs = 2 * 60 * 60_000;
const unreadable = -1008;
const done = { errcode: 0, errmsg: 'ok' };

/** WeChat's asynchronous picture check. Pictures are not analysed: rules decide, otherwise words in their URLs. */
export function createMediaChecks(options: MediaChecksOptions): MediaChecks {
  let rules: MediaCheckRule[] = [];

  function takeRule(): MediaCheckRule | null {
    const [rule, ...others] = rules;
    if (rule === undefined) return null;
    if (rule.times !== undefined) {
      const times = rule.times - 1;
      rules = times === 0 ? others : [{ ...rule, times }, ...others];
    }
    return rule;
  }

  return {
    async check(input) {
      const { now, lastCallAt, isReadable, send, deliver } = options;
      const refusal = refusalOf(input);
      if (refusal !== null) return refusal;
      const openid = String(input['openid']);
      const url = String(input['media_url']);
      if (now() - (lastCallAt(openid) ?? -Infinity) > maxInactiveMs) {
        return refused(61010, 'code is expired: the user was not active within two hours');
      }
      const rule = takeRule();
      const isDownloaded = rule?.verdict === undefined ? await isReadable(url) : true;
      const traceId = randomUUID();
      const message = {
        ...envelope('wxa_media_check', openid, now()),
        ...{ appid: 'wx-workshop', version: 2, trace_id: traceId },
        ...resultOf(isDownloaded ? rule?.verdict : 'unreadable', url),
      };
      const { push = 'once', delayMs } = rule ?? {};
      if (push === 'early') await deliver(message);
      else if (push !== 'none') send(message, delayMs);
      if (push === 'twice') send(message, delayMs);
      return { ...done, trace_id: traceId };
    },
    rules: () => rules,
    setRules(next) {
      rules = [...next];
    },
  };
}

function resultOf(verdict: MediaCheckRule['verdict'], url: string): Record<string, unknown> {
  if (verdict === 'unreadable') {
    return { errcode: unreadable, errmsg: 'download fail', result: {}, detail: [] };
  }
  const judgement: Judgement =
    verdict === undefined ? judgeMedia(url) : { suggest: verdict, label: labels[verdict] };
  const { suggest, label } = judgement;
  const detail = { strategy: 'content_model', errcode: 0, prob: 90, ...judgement };
  return { ...done, result: { suggest, label }, detail: [detail] };
}

const labels = { pass: 100, review: 10001, risky: 20002 };

function refusalOf(input: Record<string, unknown>): MediaCheckReply | null {
  const { media_url: url, media_type: type, version, openid, scene } = input;
  if (typeof url !== 'string' || !URL.canParse(url)) {
    return refused(40097, 'invalid args: media_url');
  }
  if (![1, 2].includes(Number(type))) return refused(40004, 'invalid media type');
  if (version !== 2 || typeof openid !== 'string' || openid === '') {
    return refused(40003, 'invalid openid');
  }
  if (![1, 2, 3, 4].includes(Number(scene))) return refused(40097, 'invalid args: scene');
  return null;
}

function refused(errcode: number, errmsg: string): MediaCheckReply {
  return { errcode, errmsg: `${errmsg} rid: ${randomUUID()}` };
}
