export { getOverview } from './actions/overview';
export { listBackups, listQueue, listWorks } from './actions/rows';
export { getUserStory, listUserRows } from './actions/story';
export { getPreview, previewDraft } from './actions/previews';
export { getProvider, listProviders, saveProvider, undoProvider } from './actions/providers';
