export { getOverview } from './actions/overview';
export { listBackups, listQueue, listWorks } from './actions/rows';
export { getUserStory } from './actions/story';
