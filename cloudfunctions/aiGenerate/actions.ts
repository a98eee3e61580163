import { generate } from './actions/generate';
import { getGenerateOptions, getTemplates } from './actions/options';
import { getDailyUsage, getHistory, getServiceStatus } from './actions/records';

export const actions = {
  generate,
  getDailyUsage,
  getGenerateOptions,
  getTemplates,
  getServiceStatus,
  getHistory,
};
