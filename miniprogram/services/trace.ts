/** What one call has become, for WeChat's realtime log: names, codes and durations, never what somebody wrote. */
export type TracedCall = {
  trace: string;
  name: string;
  action: string;
  outcome: string;
  ms: number;
};

/** Goes with a call through the functions, the vendors and their logs. Another call has another one. */
export function createTrace(): string {
  const random = Math.random().toString(36).slice(2, 12).padEnd(10, '0');
  return `t${Date.now().toString(36)}-${random}`;
}

/** Where the log is read: 微信公众平台 → 开发管理 → 运维中心 → 实时日志, by the trace. */
export function noteCall(call: TracedCall): void {
  if (!wx.canIUse('getRealtimeLogManager')) return;
  const log = wx.getRealtimeLogManager();
  log.setFilterMsg(call.trace);
  if (call.outcome === 'ok') log.info('call', call);
  else log.warn('call', call);
}
