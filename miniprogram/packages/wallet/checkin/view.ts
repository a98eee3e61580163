import type { CheckinReply } from '../../../services/payment';

export type StreakDay = { name: string; gain: string; state: 'done' | 'today' | 'later' };
export type CalendarDay = { id: string; day: string; state: string; label: string };
export type CheckinView = {
  title: string;
  line: string;
  streakDays: StreakDay[];
  month: string;
  total: string;
  days: CalendarDay[];
  button: string;
  isDone: boolean;
};

const numerals = ['一', '二', '三', '四', '五', '六', '七'];
const cells = 42;

export function toView(reply: CheckinReply): CheckinView {
  const { hasCheckedIn, streak, table, days, today, todayCredits, nextCredits } = reply;
  const sum = days.reduce((total, { credits }) => total + credits, 0);
  return {
    line: hasCheckedIn ? '今天已签到' : '今天还没签到',
    title: streak === 0 ? '从今天开始' : `已连续 ${streak} 天`,
    streakDays: toStreak(reply),
    month: `${Number(reply.month.slice(4))}月`,
    total: days.length === 0 ? '本月还没有签到' : `本月签到 ${days.length} 天，得 ${sum} 积分`,
    days: toCalendar(reply.month, today, new Set(days.map(({ day }) => day))),
    isDone: hasCheckedIn,
    button: hasCheckedIn ? `已签到，明天领 ${nextCredits} 积分` : `签到，领 ${todayCredits} 积分`,
    ...(table.length === 0 && { streakDays: [] }),
  };
}

/** The days of the round that today belongs to. */
function toStreak({ hasCheckedIn, streak, table }: CheckinReply): StreakDay[] {
  const before = hasCheckedIn ? streak - 1 : streak;
  const place = table.length === 0 ? 0 : before % table.length;
  return table.map((credits, at) => {
    const isDone = at < place || (at === place && hasCheckedIn);
    return {
      name: at === place ? '今天' : `第${numerals[at] ?? at + 1}天`,
      gain: `+${credits}`,
      state: isDone ? 'done' : at === place ? 'today' : 'later',
    };
  });
}

/** Six rows from a Monday; days of other months are empty. `month`: `YYYYMM`, days: `YYYYMMDD`. */
export function toCalendar(month: string, today: string, done: Set<string>): CalendarDay[] {
  const year = Number(month.slice(0, 4));
  const number = Number(month.slice(4));
  const first = new Date(Date.UTC(year, number - 1, 1)).getUTCDay();
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const offset = (first + 6) % 7;
  return Array.from({ length: cells }, (_, at) => {
    const day = at - offset + 1;
    if (day < 1 || day > length) return { id: `empty-${at}`, day: '', state: 'empty', label: '' };
    const id = `${month}${String(day).padStart(2, '0')}`;
    const isDone = done.has(id);
    const name = id === today ? '今天' : `${number}月${day}日`;
    const states = [
      ...(isDone ? ['done'] : []),
      ...(id === today ? ['today'] : []),
      ...(id > today ? ['later'] : []),
    ];
    return {
      ...{ id, day: String(day), state: states.join(' ') },
      label: id > today ? name : `${name}，${isDone ? '已签到' : '未签到'}`,
    };
  });
}
