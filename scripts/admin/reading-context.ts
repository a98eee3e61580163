import type { Caller, Context } from '../../cloudfunctions/shared/context';
import { createChatQuotaRepository } from '../../cloudfunctions/shared/data/chat/quotas';
import { createEntitlementRepository } from '../../cloudfunctions/shared/data/quota/entitlements';
import { createFeatureFlagRepository } from '../../cloudfunctions/shared/data/core/feature-flags';
import { createMemberRepository } from '../../cloudfunctions/shared/data/users/members';
import { createPlanRepository } from '../../cloudfunctions/shared/data/quota/plans';
import { createQuotaOverviewRepository } from '../../cloudfunctions/shared/data/quota/overviews';
import { createStorageUsageRepository } from '../../cloudfunctions/shared/data/quota/storage-usage';
import { createUserDirectory } from '../../cloudfunctions/shared/data/users/directory';
import { createUserRepository } from '../../cloudfunctions/shared/data/users/users';
import { createWorkRepository } from '../../cloudfunctions/shared/data/works/works';
import type { Connection } from './connection';

/** The context of a call by that person, for actions that only look: what would write is taken out. */
export function readingContext({ database, clock }: Connection, caller: Caller): Context {
  const refuse = () => Promise.reject(new Error('诊断时不写入任何数据'));
  const silent = () => undefined;
  const given = {
    caller,
    requestId: 'diagnosis',
    clock,
    log: { info: silent, warn: silent, error: silent, alarm: silent },
    users: {
      ...createUserRepository(database, clock),
      create: refuse,
      rename: refuse,
      changeProfile: refuse,
      refuseAvatar: refuse,
      noteRemoved: refuse,
    },
    members: createMemberRepository(database),
    entitlements: createEntitlementRepository(database),
    plans: createPlanRepository(database),
    // A look would repair what the diagnosis is to find.
    quotaOverviews: {
      ...createQuotaOverviewRepository(database, clock),
      rebuild: () => Promise.resolve([]),
    },
    userDirectory: createUserDirectory(database),
    featureFlags: createFeatureFlagRepository(database),
    chatQuotas: createChatQuotaRepository(database),
    storageUsage: createStorageUsageRepository(database),
    works: createWorkRepository(database),
    chatModels: [],
    painters: [],
  } satisfies Partial<Context>;
  // Whoever asks for more than a look needs fails at once.
  return { ...({} as Omit<Context, keyof typeof given>), ...given };
}
