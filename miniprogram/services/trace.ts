/** The outcome of one call, for WeChat's realtime log: names, codes and durations, never user content. */
export type TracedCall = {
  trace: string;
  name: string;
  action: string;
  outcome: string;
  ms: number;
};

/** The trace id of one call, passed through the functions and the vendors to all their logs. */
export function createTrace(): string {
  const random = Math.random().toString(36).slice(2, 12).padEnd(10, '0');
  return `t${Date.now().toString(36)}-${random}`;
}

/** Find it by the trace in 微信公众平台 → 开发管理 → 运维中心 → 实时日志. */
export function noteCall(call: TracedCall): void {
  if (!wx.canIUse('getRealtimeLogManager')) return;
  const log = wx.getRealtimeLogManager();
  log.setFilterMsg(call.trace);
  if (call.outcome === 'ok') log.info('call', call);
  else log.warn('call', call);
}
