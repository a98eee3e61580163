import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import type { OnInvalidRow } from '../core/rows';
import { createChatAnswerRepository } from './answers';
import { createChatBeginningRepository } from './beginnings';
import { createChatGrowthRepository } from './growth';
import { createChatQuestionRepository } from './questions';
import { createChatQuotaResetRepository } from './quota-resets';
import { createChatQuotaRepository } from './quotas';
import { createChatSessionRepository } from './sessions';

export type ChatArea = ReturnType<typeof createChatArea>;

export function createChatArea(database: Database, clock: Clock, onInvalidRow: OnInvalidRow) {
  return {
    questions: createChatQuestionRepository(database, onInvalidRow),
    beginnings: createChatBeginningRepository(database, clock),
    answers: createChatAnswerRepository(database, clock),
    growth: createChatGrowthRepository(database),
    sessions: createChatSessionRepository(database, onInvalidRow),
    quotas: createChatQuotaRepository(database, onInvalidRow),
    resets: createChatQuotaResetRepository(database, onInvalidRow),
  };
}
