import type { Context } from '../../cloudfunctions/shared/context';
import { createFormerUserRepository } from '../../cloudfunctions/shared/data/account/former-users';
import { createOwnedRowRepository } from '../../cloudfunctions/shared/data/account/owned-rows';
import { createChatQuestionRepository } from '../../cloudfunctions/shared/data/chat/questions';
import { createChatQuotaRepository } from '../../cloudfunctions/shared/data/chat/quotas';
import { createFeatureFlagRepository } from '../../cloudfunctions/shared/data/core/feature-flags';
import { createModerationRepository } from '../../cloudfunctions/shared/data/moderation/repository';
import { createEntitlementRepository } from '../../cloudfunctions/shared/data/quota/entitlements';
import { createQuotaOverviewRepository } from '../../cloudfunctions/shared/data/quota/overviews';
import { createPlanRepository } from '../../cloudfunctions/shared/data/quota/plans';
import { createStudioUsageRepository } from '../../cloudfunctions/shared/data/tasks/usage';
import { createUsersArea } from '../../cloudfunctions/shared/data/users/area';
import { createWorkMaintenance } from '../../cloudfunctions/shared/data/works/maintenance';
import { createShareRepository } from '../../cloudfunctions/shared/data/works/shares';
import { createWorkRepository } from '../../cloudfunctions/shared/data/works/works';
import type { Connection } from './connection';
import { reportInvalidRow } from './invalid-row';

export type ReadingContext = ReturnType<typeof readingContext>;

/**
 * The part of a call's context that read-only actions need, for that user. Writes are refused, as a diagnosis must not
 * repair what it examines.
 */
export function readingContext(
  { database, clock }: Connection,
  { openid, userId }: { openid: string; userId: string },
) {
  const refuse = () => Promise.reject(new Error('诊断时不写入任何数据'));
  const silent = () => undefined;
  const works = createWorkRepository(database, reportInvalidRow);
  return {
    caller: { kind: 'member', openid, userId },
    clock,
    log: { info: silent, warn: silent, error: silent, alarm: silent },
    users: {
      ...createUsersArea(database, clock, reportInvalidRow),
      create: refuse,
      rename: refuse,
      beginAvatar: refuse,
      noteSubmitted: refuse,
      showAvatar: refuse,
      refuseCopy: refuse,
      clearAvatar: refuse,
      refuseAvatar: refuse,
      abandonPending: refuse,
      noteRemoved: refuse,
    },
    quota: {
      entitlements: createEntitlementRepository(database, reportInvalidRow),
      plans: createPlanRepository(database, reportInvalidRow),
      overviews: {
        ...createQuotaOverviewRepository(database, clock, reportInvalidRow),
        rebuild: () => Promise.resolve([]),
      },
      storage: { stored: refuse, removed: refuse, find: refuse },
    },
    chat: {
      questions: createChatQuestionRepository(database, reportInvalidRow),
      quotas: {
        ...createChatQuotaRepository(database, reportInvalidRow),
        bringBack: () => Promise.resolve(),
      },
    },
    tasks: {
      usage: {
        ...createStudioUsageRepository(database, clock),
        ...{ takeGuardAct: refuse, mayNudge: refuse },
      },
    },
    works: {
      countDay: (...day) => works.countDay(...day),
      maintenance: {
        ...createWorkMaintenance(database),
        ...{ claim: refuse, markFilesRemoved: refuse },
      },
      shares: {
        ...createShareRepository(database, clock, reportInvalidRow),
        ...{ begin: refuse, open: refuse, setWithPrompt: refuse, end: refuse },
        ...{ forgetCopy: refuse, remove: refuse },
      },
    },
    account: {
      formerUsers: {
        ...createFormerUserRepository(database, clock),
        ...{ leave: refuse, markLeft: refuse },
      },
      ownedRows: {
        ...createOwnedRowRepository(database),
        ...{
          deleteWorks: refuse,
          removeChat: refuse,
          removeModerations: refuse,
          removeTasks: refuse,
        },
        ...{ removeOwn: refuse, blankLedgerTitles: refuse },
      },
    },
    archive: {
      ...{ change: refuse, signs: () => [], listUnfinished: refuse, beginNext: refuse },
      ...{ beginNextChat: refuse, readRows: refuse, removeRows: refuse, remove: refuse },
      listOwned: refuse,
    },
    wallet: { orders: { hasOpen: refuse } },
    assets: {
      ...{ erase: refuse, listOwned: refuse },
      uploads: { erase: refuse, listOwned: refuse },
    },
    notify: { removeOwned: refuse },
    moderation: {
      ...createModerationRepository(database, clock, { expectDue: refuse }),
      ...{ begin: refuse, claim: refuse, putOff: refuse, retryLater: refuse, resume: refuse },
      ...{ recordTrace: refuse, recordVerdict: refuse, expire: refuse, markApplied: refuse },
      listAwaitingOwner: () => Promise.resolve([]),
    },
    files: {
      ...{ upload: refuse, download: refuse, downloadUpTo: refuse, find: refuse, remove: refuse },
      tempUrl: () => Promise.resolve(null),
    },
    providers: { chatModels: () => [], checkContent: refuse, checkMedia: refuse },
    settings: {
      hasPayment: false,
      paymentEnv: 'live',
      featureFlags: createFeatureFlagRepository(database, reportInvalidRow),
    },
  } satisfies DeepPartial<Context>;
}

type DeepPartial<Value> = Value extends (...input: never[]) => unknown
  ? Value
  : { [Key in keyof Value]?: DeepPartial<Value[Key]> };
