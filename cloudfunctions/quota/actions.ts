import { activatePlan, adjust, endPlan } from './actions/change';
import { getOverview, getUserOverview, listPlans } from './actions/overview';
import { explain, resync } from './actions/repair';
import { listAudits, searchUsers } from './actions/search';

export const actions = {
  getOverview,
  listPlans,
  getUserOverview,
  searchUsers,
  listAudits,
  adjust,
  activatePlan,
  endPlan,
  resync,
  explain,
};
