import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { createChatAnswerRepository } from './answers';
import { createChatGrowthRepository } from './growth';
import { createChatQuotaResetRepository } from './quota-resets';
import { createChatQuotaRepository } from './quotas';
import { createChatSessionRepository } from './sessions';

export type ChatArea = ReturnType<typeof createChatArea>;

export function createChatArea(database: Database, clock: Clock) {
  return {
    answers: createChatAnswerRepository(database, clock),
    growth: createChatGrowthRepository(database),
    sessions: createChatSessionRepository(database),
    quotas: createChatQuotaRepository(database),
    resets: createChatQuotaResetRepository(database),
  };
}
