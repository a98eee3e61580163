import { only, shared } from './mutant';
import type { Mutant } from './mutant';

/** Guards of the admission and of the daily limit. */
export const admission: Mutant[] = [
  only(
    'unique index on the seat',
    'database-templates/works.json',
    '"unique": true',
    '"unique": false',
  ),
  only(
    'work id derived from user and request',
    'cloudfunctions/aiGenerate/request.ts',
    'workIdOf(userId, requestId, index)',
    'workIdOf(userId, requestId + String(Math.random()), index)',
  ),
  only(
    'business day of Beijing, not of the runtime',
    `${shared}/domain/time/business-day.ts`,
    'const offsetMs = 8 * 3_600_000;',
    'const offsetMs = 0;',
  ),
  only(
    'day fixed at admission',
    `${shared}/data/works/outcomes.ts`,
    "status: 'completed' as const,",
    "status: 'completed' as const, day: new Date(picture.completedAt.getTime() + 28_800_000).toISOString().slice(0, 10).replaceAll('-', ''),",
  ),
  only(
    'count that cannot be read refuses',
    `${shared}/data/works/works.ts`,
    "return { used: total + withoutRow, withoutRow };\n      } catch (error) {\n        throw new AppError('COUNT_UNAVAILABLE', { cause: error });",
    'return { used: total + withoutRow, withoutRow };\n      } catch (error) {\n        void error; return { used: 0, withoutRow: 0 };',
  ),
  only(
    'backup counted in the day',
    `${shared}/data/works/works.ts`,
    'if (waiting.data.length === 0) return { used: total, withoutRow: 0 };',
    'if (waiting.data.length >= 0) return { used: total, withoutRow: 0 };',
    'a work that waits in the backup, whose row is lost',
  ),
  only(
    'same key with another input refused',
    'cloudfunctions/aiGenerate/replay.ts',
    'all.some((work) => work.requestHash !== requestHash)',
    "all.some((work) => work.requestHash === '' && requestHash === '')",
  ),
  only(
    'backup looked into before a work is admitted',
    'cloudfunctions/aiGenerate/admit.ts',
    'if (isWaiting) return null;',
    'void isWaiting;',
    'a work that waits in the backup, whose row is lost',
  ),
];
