import type { AlarmsArea } from '../../data/alarms/area';
import { markReported } from '../../domain/alarms/advance';
import type { Advance, Message } from '../../domain/alarms/advance';
import type { Robot } from '../../domain/alarms/robot';
import { describeError } from '../../domain/log';
import type { Log } from '../../domain/log';
import type { Clock } from '../../domain/time/clock';

type TellNeeds = {
  clock: Clock;
  log: Log;
  alarms: Pick<AlarmsArea, 'put'>;
  providers: { robot: Robot | null };
};

const titles: Record<Message['news'], string> = {
  open: '【告警】',
  still: '【仍未恢复】',
  over: '【已恢复】',
};

/**
 * Sends one message for all new alarms. It is recorded after it was accepted: a call that dies in between sends it twice, which
 * is better than never. Without a robot the log is the only channel.
 */
export async function sendAlarms(
  advances: readonly Advance[],
  { clock, log, alarms, providers: { robot } }: TellNeeds,
): Promise<{ sent: number; isLeft: boolean }> {
  const news = advances.flatMap(({ alarm, message }) =>
    message === null ? [] : [{ alarm, message }],
  );
  if (news.length === 0) return { sent: 0, isLeft: false };
  for (const { message } of news) {
    if (message.news === 'over') log.info('alarm over', { kind: message.kind });
    else log.alarm('watchdog', { kind: message.kind, text: message.text });
  }
  try {
    await robot?.send(news.map(({ message }) => describe(message)).join('\n'));
  } catch (error) {
    log.error('alarm not sent', { cause: describeError(error) });
    return { sent: 0, isLeft: true };
  }
  for (const { alarm } of news) await alarms.put(markReported(alarm, clock.now()));
  return { sent: robot === null ? 0 : news.length, isLeft: false };
}

function describe({ kind, news, text }: Message): string {
  const line = `${titles[news]}${text}`;
  return news === 'over' ? line : `${line}\n处理手册：docs/runbook.zh-CN.md#${kind.toLowerCase()}`;
}
