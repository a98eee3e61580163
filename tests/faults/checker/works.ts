import { userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import { toPath } from '../../../devtools/emulator/identity';
import { isWholePicture } from '../../../cloudfunctions/shared/pictures/picture';
import { beijingDay } from '../calendar';
import type { Evidence } from '../history';
import {
  answeredWorks,
  generateCalls,
  groupBy,
  limitsOf,
  nameOf,
  rowsOf,
  toLog,
  waitingOf,
  textOf,
} from './books';
import type { GenerateCall, Log, Row, Violation } from './books';

/** I1 and I2, checked on the replies. */
export function checkAnswers(evidence: Evidence): Violation[] {
  const healed = new Map(rowsOf(evidence.healed).map((row) => [row.id, row]));
  const atRest = new Map(rowsOf(evidence.atRest).map((row) => [row.id, row]));
  const backedUp = new Set(evidence.atRest.emergency_backup.map((row) => textOf(row['_id'])));
  const files = new Map(evidence.files.map(({ path, bytes }) => [path, bytes]));
  const lost = new Set(evidence.lostRows);
  const found: Violation[] = [];
  const say = (text: string): void => void found.push({ rule: 'I1', text });

  for (const call of generateCalls(evidence)) {
    for (const { workId, status, imageUrl, saved } of answeredWorks(call)) {
      const row = healed.get(workId);
      if (row === undefined) {
        say(`${workId} was answered as ${status} and is in no collection`);
        continue;
      }
      if (status === 'completed') {
        if (row.status !== 'completed')
          say(`${workId} was answered as completed and is ${row.status}`);
        else if (row.imageUrl !== imageUrl)
          say(`${workId} shows another picture than was answered`);
        const isInWorks = atRest.get(workId)?.status === 'completed';
        if (saved === 'works' && !isInWorks && !lost.has(workId)) {
          say(`${workId} was answered as saved in works and was not there`);
        }
        if (saved === 'backup' && !backedUp.has(workId) && !isInWorks) {
          say(`${workId} was answered as saved in the backup and was not there`);
        }
      } else if (status === 'failed' && row.status !== 'failed') {
        say(`${workId} was answered as failed and is ${row.status}`);
      }
    }
  }
  for (const row of healed.values()) {
    if (row.status !== 'completed') continue;
    const bytes = files.get(toPath(row.imageUrl) ?? '');
    // Deleted works have no files.
    if (bytes === undefined && row.isDeleted) continue;
    if (bytes === undefined) say(`${row.id} is completed without a file`);
    else if (!isWholePicture(bytes)) say(`${row.id} is completed with a broken picture`);
  }
  return found;
}

/** I2: one key makes one work (or one pair), one charge and one drawing. */
export function checkRequests(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const say = (text: string): void => void found.push({ rule: 'I2', text });
  const rows = rowsOf(evidence.healed);
  const byKey = groupBy(
    generateCalls(evidence),
    ({ command }) => `${command.who}/${command.request}`,
  );

  for (const [key, calls] of byKey) {
    const [first] = calls;
    if (first === undefined) continue;
    const { who, request, mode } = first.command;
    const own = rows.filter(({ openid, requestId }) => openid === who && requestId === request);
    const maxWorks = mode === 'double' ? 2 : 1;
    if (own.length > maxWorks) say(`${key} made ${own.length} works`);
    if (mode === 'double' && own.length === 1) say(`${key} made one of its two works`);
    if (new Set(own.map(({ requestHash }) => requestHash)).size > 1) say(`${key} mixed two inputs`);
    checkAgreement(key, calls, say);
    for (const prompt of new Set(calls.map(({ command }) => command.prompt))) {
      const drawn = evidence.drawn.filter(
        (entry) => entry.charged && entry.prompt.includes(prompt),
      );
      if (drawn.length > maxWorks) say(`${key} was drawn ${drawn.length} times`);
    }
  }
  for (const row of rows) {
    const isAsked =
      byKey.has(`${row.openid}/${row.requestId}`) && userIdOf(row.openid) === row.userId;
    if (!isAsked) found.push({ rule: 'I1', text: `${row.id} was asked for by nobody` });
  }
  return found;
}

function checkAgreement(key: string, calls: GenerateCall[], say: (text: string) => void): void {
  const answered = calls.filter((call) => call.reply?.code === 200);
  const inputs = new Set(answered.map(({ command }) => command.prompt));
  if (inputs.size > 1) say(`${key} was answered for two different inputs`);
  const answers = new Set(
    answered.map((call) =>
      answeredWorks(call)
        .map(({ workId }) => workId)
        .join(),
    ),
  );
  if (answers.size > 1) say(`${key} was answered with different works`);
}

/** I3, I5, I8 and I11 for each row, and that no risky text got through. */
export function checkRows(evidence: Evidence): Violation[] {
  const logs = evidence.healed.credit_logs.map(toLog);
  const found = rowsOf(evidence.healed).flatMap((row) => checkRow(row, logs, evidence));
  for (const row of waitingOf(evidence.healed)) {
    found.push({ rule: 'I11', text: `${textOf(row['_id'])} still waits in the backup` });
  }
  for (const log of logs) {
    if (log.workId === '') continue;
    const row = evidence.healed.works.find(({ _id }) => _id === log.workId);
    if (row === undefined) found.push({ rule: 'I3', text: `${log.id} is a charge without a work` });
  }
  return [...found, ...checkBackups(evidence)];
}

function checkRow(row: Row, logs: Log[], evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const say = (rule: Violation['rule'], text: string): void =>
    void found.push({ rule, text: `${row.id} ${text}` });
  const charges = logs.filter(({ workId, kind }) => workId === row.id && kind === 'consume');
  const refunds = logs.filter(({ workId, kind }) => workId === row.id && kind === 'refund');
  const isFailed = row.status === 'failed' || row.status === 'cancelled';

  if (!isFailed && row.status !== 'completed') say('I11', `is still ${row.status}`);
  if (charges.length !== (row.cost > 0 ? 1 : 0))
    say('I2', `costs ${row.cost} and has ${charges.length} charges`);
  if (refunds.length !== (isFailed && row.cost > 0 ? 1 : 0)) {
    say('I3', `is ${row.status}, costs ${row.cost} and has ${refunds.length} refunds`);
  }
  for (const refund of refunds) {
    if (refund.amount !== row.cost || charges[0]?.amount !== -refund.amount) {
      say('I8', `was given back ${refund.amount} for ${charges[0]?.amount ?? 'no charge'}`);
    }
  }
  if (isFailed && row.refundedCredits !== row.cost)
    say('I3', `says ${row.refundedCredits} of ${row.cost} came back`);
  if (isFailed && row.seat !== `released:${row.id}`) say('I4', 'failed and keeps its seat');

  if (row.day !== beijingDay(row.createdAt))
    say('I5', `of ${row.createdAt} stands under ${row.day}`);
  const [, seatDay] = /^user_\w+:(\d{8}):\d+$/.exec(row.seat) ?? [];
  if (seatDay !== undefined && seatDay !== row.day)
    say('I5', `has a seat of ${seatDay} on ${row.day}`);
  const isCovered = generateCalls(evidence).some(
    ({ command, startClock, endClock }) =>
      command.who === row.openid &&
      command.request === row.requestId &&
      row.createdAt >= Math.min(startClock, endClock) - 20_000 &&
      row.createdAt <= Math.max(startClock, endClock) + 1_000,
  );
  if (!isCovered && evidence.scenario.commands.every((command) => command.do !== 'clock')) {
    say('I5', 'was admitted when nobody asked');
  }

  const isRisky = row.prompt.includes('色情');
  const sent = evidence.drawn.filter(({ prompt }) => prompt.includes(row.prompt));
  if (isRisky && row.status === 'completed') say('SAFE', 'is risky and was completed');
  if (isRisky && sent.length > 0) say('SAFE', 'is risky and was sent to the provider');
  if (['CHECK_UNAVAILABLE', 'CONTENT_REFUSED'].includes(row.errorCode) && sent.length > 0) {
    say('SAFE', `ended as ${row.errorCode} after it was sent to the provider`);
  }
  return found;
}

/** A record goes to the backup only after three attempts with back-off. */
function checkBackups({ atRest, scenario }: Evidence): Violation[] {
  if (scenario.commands.some((command) => command.do === 'clock')) return [];
  return atRest.emergency_backup.flatMap((row): Violation[] => {
    const work = row['work'] as Record<string, unknown> | undefined;
    const waitedMs = Number(row['timestamp']) - Number(work?.['completedAt']);
    const isPatient = row['retryCount'] === 3 && waitedMs >= 6_000;
    return isPatient
      ? []
      : [{ rule: 'I1', text: `${textOf(row['_id'])} went to the backup after ${waitedMs} ms` }];
  });
}

/** I4, checked on the rows: no user has more works than the limit, no seat is taken twice. */
export function checkSeats(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const say = (text: string): void => void found.push({ rule: 'I4', text });
  const seats = new Map<string, string>();
  const days = new Map<string, number>();
  for (const document of evidence.healed.works) {
    const [id, seat, userId, day, status] = ['_id', 'seat', 'userId', 'day', 'status'].map(
      (field) => textOf(document[field]),
    ) as [string, string, string, string, string];
    const other = seats.get(seat);
    if (other !== undefined) say(`${id} and ${other} share the seat ${seat}`);
    seats.set(seat, id);
    // A replay at our cost does not count towards the daily limit.
    if (document['replayOf'] != null) continue;
    if (status === 'failed' || status === 'cancelled') continue;
    days.set(`${userId}/${day}`, (days.get(`${userId}/${day}`) ?? 0) + 1);
    const isNumbered = seat.startsWith(`${userId}:${day}:`) || seat === `recovered:${id}`;
    if (!isNumbered) say(`${id} is ${status} and its seat is ${seat}`);
  }
  for (const [key, count] of days) {
    const [userId = '', day = ''] = key.split('/');
    const name = nameOf(evidence, userId);
    if (name === null) continue;
    const limit = Math.max(...limitsOf(evidence, name));
    if (count > limit) say(`${name} has ${count} works on ${day}, the limit is ${limit}`);
  }
  return found;
}
