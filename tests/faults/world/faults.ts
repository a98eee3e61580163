import type { CloudCall } from '../../../devtools/emulator/faults/faults';
import type { FaultRule } from '../../../devtools/emulator/faults/rule';

/** Everything that can go wrong with one call of a function on the cloud. */
export const cloudFaults = [
  'fail-before',
  'fail-after',
  'refuse-before',
  'refuse-after',
  'html-before',
  'empty-after',
  'slow',
  'late',
  'hang',
  'lost',
  'kill',
  'kill-after',
  'conflict',
  'busy',
  'duplicate',
  'duplicate-after',
  'partial-upload',
  'killed-in-upload',
] as const;
export type CloudFault = (typeof cloudFaults)[number];

/** What can go wrong with a call of the phone, apart from faults inside the function. */
export const phoneFaults = ['call-lost', 'client-gone'] as const;
export type PhoneFault = (typeof phoneFaults)[number];

/** Behaviours of the provider's stub, and two faults of the connection to it. */
export const providerFaults = [
  '1302',
  '1113',
  '500',
  '1301',
  '1231',
  '1305',
  'html502',
  'html504',
  'not-json',
  'cut-before',
  'cut',
  'cut-body',
  'hang',
  'slow=35000',
  'slow=55000',
  'empty-data',
  'no-url',
  'content-filter',
  'dead-url',
  'url-500',
  'url-hang',
  'url-cut',
  'garbage',
  'truncated',
  'html-picture',
  'unreachable',
  'url-late=1500',
] as const;
/** Faults of chat answers; some are the same as for pictures. */
export const chatFaults = [
  '1302',
  '1301',
  '1113',
  '500',
  'html502',
  'not-json',
  'cut-before',
  'cut',
  'hang',
  'slow=35000',
  'unreachable',
  'sensitive',
  'sensitive-after=9',
  'cut-stream=0',
  'cut-stream=9',
  'end-stream=9',
  'hang-stream=9',
  'network-error=9',
  'stream-error=500',
  'error-event=1301',
  'garbage-event',
  'empty-answer',
  'length=9',
  'no-usage',
  'no-done',
  'pace=900',
  'think',
  'think-headless',
  'whole-last',
  'cumulative',
  'blank-answer',
  'heartbeat',
  'no-content-type',
] as const;
/** Faults of an order of the studio: accepted but then late, lost or failed; or not accepted. */
export const orderFaults = [
  ...(['500', '429', 'refused', 'bad-photo', 'arrears', 'unreadable', 'html502'] as const),
  ...(['cut-before', 'cut', 'cut', 'hang', 'unreachable', 'no-task', 'late', 'late'] as const),
  ...(['task-fail', 'task-lost', 'task-stuck', 'item-error', 'dead-url', 'url-late=1500'] as const),
  ...(['garbage', 'truncated', 'url-cut'] as const),
] as const;
/** The same for orders that are answered synchronously. */
export const editFaults = [
  ...(['500', '429', 'refused', 'html502', 'cut-before', 'cut', 'hang', 'unreachable'] as const),
  ...(['empty-choices', 'item-error', 'slow=55000', 'dead-url', 'garbage'] as const),
] as const;
export const pollFaults = ['500', '429', 'html502', 'cut', 'hang', 'unreachable'] as const;
export const visionFaults = [
  ...(['500', '1302', 'cut', 'hang', 'unreachable', 'differ', 'differ', 'off-enum'] as const),
] as const;
/** Faults of WeChat's server. */
export const wechatFaults = [
  ...(['html502', 'cut-before', 'cut', 'cut', 'busy', 'expired', 'hang', 'unreachable'] as const),
  'other-env',
] as const;
export type ProviderFault =
  | (typeof wechatFaults)[number]
  | (typeof providerFaults)[number]
  | (typeof chatFaults)[number]
  | (typeof orderFaults)[number]
  | (typeof editFaults)[number]
  | (typeof pollFaults)[number]
  | (typeof visionFaults)[number];

export type FaultName = CloudFault | PhoneFault | `provider:${ProviderFault}`;

const harmless = new Set<FaultName>([
  'provider:url-late=1500',
  'provider:think',
  'provider:think-headless',
  'provider:whole-last',
  'provider:cumulative',
  'provider:heartbeat',
  'provider:no-content-type',
]);

/** Faults without visible effect: late pictures are downloaded again, and answers of unusual form are parsed. */
export function isHarmless(fault: FaultName): boolean {
  return harmless.has(fault);
}

/** One call of an invocation, before it is executed. */
export type FaultPoint = {
  /** The id of the command that started the invocation. */
  key: number;
  /** 1 is the first call of the invocation; 0 is the phone's own call. */
  nth: number;
  service: CloudCall['service'] | 'provider' | 'phone';
  operation: string;
  collection: string | undefined;
  isInTransaction: boolean;
  /** Milliseconds since the start of the scenario. */
  elapsed: number;
};
/** The fault that strikes this call; null for none. */
export type Plan = (point: FaultPoint) => FaultName | null;
/** A plan that also records its faults. */
export type Decide = Plan;
export type FiredFault = { key: number; nth: number; fault: FaultName };

/** The rule for the emulator, and what happens to its answer on the way back. */
export type FaultStrike = { rule: FaultRule | null; afterwards: 'silence' | 'kill' | null };

const duplicate = {
  code: 'DATABASE_REQUEST_FAILED',
  message:
    '[FailedOperation.Insert] multiple write errors: [{write errors: [{E11000 duplicate key error}]}, {<nil>}]',
};

export function toRule(
  fault: CloudFault,
  service: FaultRule['service'],
  delayMs: { slow: number; late: number },
): FaultStrike {
  const rule = (more: Omit<FaultRule, 'service'>): FaultStrike => ({
    rule: { service, ...more },
    afterwards: null,
  });
  switch (fault) {
    case 'fail-before':
    case 'partial-upload':
      return rule({ fault: 'fail-before' });
    case 'fail-after':
      return rule({ fault: 'fail-after' });
    case 'refuse-before':
      return rule({ fault: 'fail-before', code: 'SYS_ERR', message: 'system error' });
    case 'refuse-after':
      return rule({ fault: 'fail-after', code: 'SERVER_TIMEOUT', message: 'server timeout' });
    case 'html-before':
      return rule({ fault: 'fail-before', status: 502, body: '<html>Bad Gateway</html>' });
    case 'empty-after':
      return rule({ fault: 'fail-after', status: 200, body: '' });
    case 'slow':
      return rule({ fault: 'delay', delayMs: delayMs.slow });
    case 'late':
      return rule({ fault: 'delay', delayMs: delayMs.late });
    case 'hang':
      return rule({ fault: 'hang' });
    case 'kill':
      return rule({ fault: 'kill' });
    case 'conflict':
      return rule({ fault: 'conflict' });
    case 'busy':
      return rule({
        fault: 'fail-before',
        code: 'DATABASE_TRANSACTION_FAIL',
        message: '[ResourceUnavailable.TransactionBusy] Transaction is busy.',
      });
    case 'duplicate':
      return rule({ fault: 'fail-before', ...duplicate });
    case 'duplicate-after':
      return rule({ fault: 'fail-after', ...duplicate });
    case 'killed-in-upload':
      return { rule: { service, fault: 'fail-before' }, afterwards: 'kill' };
    case 'lost':
      return { rule: null, afterwards: 'silence' };
    case 'kill-after':
      return { rule: null, afterwards: 'kill' };
  }
}
