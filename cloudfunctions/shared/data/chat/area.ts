import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import type { OnInvalidRow } from '../core/rows';
import { createChatAnswerRepository } from './answers';
import { createChatGrowthRepository } from './growth';
import { createChatQuestionRepository } from './questions';
import { createChatQuotaResetRepository } from './quota-resets';
import { createChatQuotaRepository } from './quotas';
import { createChatSessionRepository } from './sessions';

export type ChatArea = ReturnType<typeof createChatArea>;

export function createChatArea(database: Database, clock: Clock, onInvalidRow: OnInvalidRow) {
  return {
    questions: createChatQuestionRepository(database, clock, onInvalidRow),
    answers: createChatAnswerRepository(database, clock),
    growth: createChatGrowthRepository(database),
    sessions: createChatSessionRepository(database, onInvalidRow),
    quotas: createChatQuotaRepository(database),
    resets: createChatQuotaResetRepository(database),
  };
}
