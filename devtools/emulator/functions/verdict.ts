import type { FaultRule } from '../faults/rule';
import type { Verdict } from './worker/messages';

/** What a fired rule does to a function's request to another host; null kills the function. */
export function judgeRequest(rule: FaultRule | null): Verdict | null {
  if (rule === null) return { kind: 'pass' };
  switch (rule.fault) {
    case 'kill':
      return null;
    case 'delay':
      return { kind: 'delay', delayMs: rule.delayMs ?? 1000 };
    case 'hang':
      return { kind: 'hang' };
    case 'fail-after':
      return { kind: 'cut-after' };
    case 'fail-before':
    case 'conflict':
    case 'reply':
      return rule.fault !== 'reply' && rule.status === undefined ? { kind: 'cut' } : toReply(rule);
  }
}

function toReply({ status, body: given, code, message }: FaultRule): Verdict {
  const body = given ?? { code, message };
  const isText = typeof body === 'string';
  return {
    kind: 'reply',
    status: status ?? 200,
    contentType: isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    body: isText ? body : JSON.stringify(body),
  };
}
