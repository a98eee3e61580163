import { userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import type { Document } from '../../../devtools/emulator/database/database';
import { toPath } from '../../../devtools/emulator/identity';
import type { Evidence } from '../history';
import { features } from '../people';
import { generateCalls, groupBy, nameOf, personOf, rowsOf, textOf } from './books';
import type { Violation } from './books';
import { daysOf, minTaken, maxTaken } from './behaviour';
import {
  addedSegment,
  auditId,
  auditsOf,
  levelAt,
  limitAt,
  periodsOf,
  possibleLimits,
  quotaCalls,
  spanOf,
  stepBackMs,
} from './limits';

/** C7 to C9: limits changed by admins, and the data derived from them. */
export function checkQuotas(evidence: Evidence): Violation[] {
  if (!isAboutQuotas(evidence)) return [];
  return [
    ...checkChanges(evidence),
    ...checkPictures(evidence),
    ...checkDerived(evidence),
    ...checkStorage(evidence),
  ];
}

function isAboutQuotas({ scenario, synced }: Evidence): boolean {
  return (
    scenario.people.some(({ own }) => own !== undefined) ||
    scenario.commands.some(({ do: what }) => ['limit', 'plan', 'ask', 'sync'].includes(what)) ||
    synced.quota_audit_logs.length > 0
  );
}

/** C8: each change has one audit row with its key, written by an admin, and one version; no version lacks a cause. */
function checkChanges(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const say = (text: string): void => void found.push({ rule: 'C8', text });
  const asked = groupBy(quotaCalls(evidence), ({ command }) => auditId(command));
  const audits = new Map(evidence.synced.quota_audit_logs.map((row) => [textOf(row['_id']), row]));

  for (const [id, calls] of asked) {
    for (const { command, reply } of calls) {
      if (reply?.code !== 200) continue;
      if (personOf(evidence, command.who).tier !== 'admin') {
        found.push({ rule: 'C10', text: `${command.who} changed a limit` });
      }
      const audit = audits.get(id);
      if (audit === undefined) {
        say(`${id} was answered and is not recorded`);
        continue;
      }
      const wanted = command.do === 'limit' ? command.value : command.plan;
      const feature = command.do === 'limit' ? command.feature : 'plan';
      const isAsAsked =
        audit['userId'] === userIdOf(command.target) &&
        audit['featureCode'] === feature &&
        (audit['after'] ?? null) === wanted;
      if (!isAsAsked) say(`${id} was answered as ${String(wanted)} and recorded as another change`);
      if (audit['version'] !== reply.data?.['version'])
        say(`${id} has another version than was said`);
    }
  }
  for (const id of audits.keys()) {
    if (!asked.has(id)) say(`${id} was asked for by nobody`);
  }
  for (const { name } of evidence.scenario.people) {
    const userId = userIdOf(name);
    const own = auditsOf(evidence, userId);
    const versions = own.map((row) => Number(row['version']));
    const periods = periodsOf(evidence, name);
    const before = periods[0]?.standing.version ?? 0;
    own.forEach((audit, index) => {
      const given = audit['featureCode'] === 'plan' ? audit['after'] : null;
      const standing = periods[index]?.standing;
      if (given == null || standing === undefined) return;
      const wanted = addedSegment(standing, textOf(given), Number(audit['createdAt'])).until;
      if (Number(audit['expiresAt']) !== wanted) {
        say(`${name} has ${textOf(given)} until ${Number(audit['expiresAt'])}, not ${wanted}`);
      }
    });
    const row = evidence.synced.user_subscriptions.find(({ _id }) => _id === userId);
    const version = Number(row?.['version'] ?? before);
    if (new Set(versions).size < versions.length) say(`${name} has two changes of one version`);
    // An override that expires gets a version of its own.
    const endings = own.filter((audit) => audit['expiresAt'] != null).length;
    const silent = version - before - versions.length;
    if (silent < 0 || silent > endings) {
      say(`${name} has version ${version} after ${before} and ${versions.length} changes`);
    }
    if (versions.some((each) => each > version || each <= before)) {
      say(`${name} has version ${version} and changes ${versions.join()}`);
    }
  }
  return found;
}

/** C7 for pictures: requests that begin after the reply to an admin are judged by the new limit. */
function checkPictures(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const say = (text: string): void => void found.push({ rule: 'C7', text });
  const isComparable = stepBackMs(evidence) === 0 && evidence.lostRows.length === 0;
  for (const call of evidence.calls) {
    const { command, reply } = call;
    const { who } = command;
    if (command.do === 'usage' && reply?.code === 200) {
      const told = Number(reply.data?.['limit']);
      const possible = possibleLimits(evidence, who, 'image_daily', call);
      if (!possible.includes(told))
        say(`${who} was told ${told} of ${possible.join(' or ')} works`);
    }
    if (command.do === 'overview' && reply?.code === 200) {
      const told = reply.data?.['features'] as { feature: string; limit: number }[];
      for (const feature of features) {
        const limit = told.find((state) => state.feature === feature)?.limit ?? -1;
        const possible = possibleLimits(evidence, who, feature, call);
        if (!possible.includes(limit)) {
          say(`${who} was shown ${limit} for ${feature}, it was ${possible.join(' or ')}`);
        }
      }
    }
    if (command.do !== 'generate') continue;
    if (reply?.error === 'DAILY_LIMIT_REACHED') {
      const limit = Math.min(...possibleLimits(evidence, who, 'image_daily', call));
      const taken = Math.max(
        ...daysOf(call).map((day) => maxTaken(evidence, call, day, isComparable)),
      );
      const wanted = command.mode === 'double' ? 2 : 1;
      if (taken < limit - wanted + 1) say(`${who} was refused at ${taken} of ${limit} works`);
    }
    if (reply?.error === 'STORAGE_FULL') {
      const limit = Math.min(...possibleLimits(evidence, who, 'storage_bytes', call));
      if (limit > 100_000_000) say(`${who} was refused with ${limit} bytes to use`);
    }
  }
  if (!isComparable) return found;
  for (const row of rowsOf(evidence.healed)) {
    const calls = generateCalls(evidence).filter(
      ({ command }) => command.who === row.openid && command.request === row.requestId,
    );
    if (calls.length === 0) continue;
    const span = spanOf(calls);
    const limit = Math.max(...possibleLimits(evidence, row.openid, 'image_daily', span));
    const [call] = calls;
    const taken = call === undefined ? 0 : minTaken(evidence, call, row.day);
    if (taken >= limit && row.day === daysOf(span)[0] && daysOf(span).length === 1) {
      say(`${row.id} was admitted after ${taken} of ${limit} works`);
    }
    const room = Math.max(...possibleLimits(evidence, row.openid, 'storage_bytes', span));
    if (room === 0) say(`${row.id} was admitted with no storage`);
  }
  return found;
}

/** C9: derived data for pages and lists agrees with the rows it is derived from. */
function checkDerived(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const say = (text: string): void => void found.push({ rule: 'C9', text });
  const { synced, endClock } = evidence;
  const rowOf = (rows: Document[], userId: string): Document | undefined =>
    rows.find(({ _id }) => _id === userId);
  for (const user of synced.users) {
    const userId = textOf(user['_id']);
    const name = nameOf(evidence, userId);
    if (name === null) continue;
    const { tier } = personOf(evidence, name);
    const standing = periodsOf(evidence, name).at(-1)?.standing;
    if (standing === undefined) continue;
    const level = levelAt(standing, endClock);
    if (user['vipLevel'] !== level) {
      say(`${name} is listed as level ${textOf(user['vipLevel'])} and has ${level}`);
    }
    const limitOf = (feature: (typeof features)[number]): number =>
      limitAt(standing, tier, feature, endClock);
    const subscription = rowOf(synced.user_subscriptions, userId);
    const overview = rowOf(synced.quota_overviews, userId);
    if (subscription?.['isSynced'] === false) say(`${name} still waits for the timer`);
    if (overview === undefined) {
      const isChanged = auditsOf(evidence, userId).length > 0;
      if (isChanged) say(`${name} has no overview`);
      continue;
    }
    // A change of credits creates the overview of a user whose limits were never changed.
    if (overview['version'] !== (subscription?.['version'] ?? 0)) {
      say(`${name} is shown version ${textOf(overview['version'])}`);
    }
    const shown = overview['features'] as unknown as Record<string, { limit: number }>;
    for (const feature of features) {
      if (shown[feature]?.limit !== limitOf(feature)) {
        say(
          `${name} is shown ${shown[feature]?.limit ?? 'no'} ${feature}, it is ${limitOf(feature)}`,
        );
      }
    }
    const storage = rowOf(synced.user_storage_usage, userId);
    const limitBytes = storage?.['limitBytes'];
    if (limitBytes !== undefined && limitBytes !== limitOf('storage_bytes')) {
      say(`${name} is listed with ${textOf(limitBytes)} bytes to use`);
    }
  }
  return found;
}

/**
 * C9 for storage: no change of a file is counted twice; after a repair, or without disturbance, the sum equals the
 * stored files.
 */
function checkStorage(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const say = (text: string): void => void found.push({ rule: 'C9', text });
  for (const row of evidence.synced.user_storage_usage) {
    const changes = (row['recentChanges'] ?? []) as string[];
    if (new Set(changes).size < changes.length) say(`${textOf(row['_id'])} counted a file twice`);
  }
  const paths = new Set(evidence.files.map(({ path }) => path));
  for (const work of evidence.synced.works) {
    if (work['deletedAt'] === null || work['status'] !== 'completed') continue;
    const isKept = paths.has(toPath(textOf(work['imageUrl'])) ?? '');
    const isShared = textOf(work['_id']).startsWith('earlier_');
    if (work['filesRemovedAt'] == null || (isKept && !isShared)) {
      say(`${textOf(work['_id'])} is deleted and keeps its file`);
    }
  }
  const exact = evidence.repaired ?? (evidence.isUndisturbed ? evidence.healedTwice : null);
  if (exact === null) return found;
  const sizes = new Map(evidence.files.map(({ path, bytes }) => [path, bytes.length]));
  const sizeOf = (url: unknown): number => sizes.get(toPath(textOf(url)) ?? '') ?? 0;
  for (const { name, isMember } of evidence.scenario.people) {
    const userId = userIdOf(name);
    const kept = exact.works.filter(
      (row) =>
        row['userId'] === userId &&
        row['status'] === 'completed' &&
        !textOf(row['_id']).startsWith('earlier_') &&
        row['filesRemovedAt'] == null,
    );
    const bytes = kept.reduce((sum, { imageUrl, thumbnailUrl }) => {
      const own = thumbnailUrl === imageUrl ? 0 : sizeOf(thumbnailUrl);
      return sum + sizeOf(imageUrl) + own;
    }, 0);
    const user = exact.users.find(({ _id }) => _id === userId);
    const whole = bytes + sizeOf(user?.['avatar'] ?? '');
    const row = exact.user_storage_usage.find(({ _id }) => _id === userId);
    const counted = Number(row?.['usedBytes'] ?? 0);
    if (isMember && counted !== whole) say(`${name} keeps ${whole} bytes, ${counted} are counted`);
  }
  return found;
}
