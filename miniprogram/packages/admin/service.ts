import type { InputOf, OutputOf } from '../../../cloudfunctions/shared/contracts';
import { callAsMember } from '../../services/session';

export type DeadJobs = OutputOf<'queue', 'listDead'>;
export type Orders = OutputOf<'payment', 'searchOrders'>;
export type OrderStory = OutputOf<'payment', 'getOrderStory'>;
export type Proposals = OutputOf<'payment', 'listProposals'>;
export type OrderChange = OutputOf<'payment', 'refund'>;

export function listDead(cursor: string | null): Promise<DeadJobs> {
  return callAsMember('queue', 'listDead', { cursor, pageSize: 20 });
}

export function replayJob(input: InputOf<'queue', 'replay'>): Promise<OutputOf<'queue', 'replay'>> {
  return callAsMember('queue', 'replay', input);
}

export function discardJob(
  input: InputOf<'queue', 'discard'>,
): Promise<OutputOf<'queue', 'discard'>> {
  return callAsMember('queue', 'discard', input);
}

export function searchOrders(input: InputOf<'payment', 'searchOrders'>): Promise<Orders> {
  return callAsMember('payment', 'searchOrders', input);
}

export function getOrderStory(orderId: string): Promise<OrderStory> {
  return callAsMember('payment', 'getOrderStory', { orderId });
}

export function recheckOrder(orderId: string): Promise<OutputOf<'payment', 'recheck'>> {
  return callAsMember('payment', 'recheck', { orderId });
}

export function refundOrder(input: InputOf<'payment', 'refund'>): Promise<OrderChange> {
  return callAsMember('payment', 'refund', input);
}

export function resolveReview(input: InputOf<'payment', 'resolveReview'>): Promise<OrderChange> {
  return callAsMember('payment', 'resolveReview', input);
}

export function listProposals(input: InputOf<'payment', 'listProposals'>): Promise<Proposals> {
  return callAsMember('payment', 'listProposals', input);
}

export function approveProposal(
  input: InputOf<'payment', 'approve'>,
): Promise<OutputOf<'payment', 'approve'>> {
  return callAsMember('payment', 'approve', input);
}

export type UserStory = OutputOf<'admin', 'getUserStory'>;

export function getAdminOverview(): Promise<OutputOf<'admin', 'getOverview'>> {
  return callAsMember('admin', 'getOverview', {});
}

export function listWorks(
  input: InputOf<'admin', 'listWorks'>,
): Promise<OutputOf<'admin', 'listWorks'>> {
  return callAsMember('admin', 'listWorks', input);
}

export function listQueue(): Promise<OutputOf<'admin', 'listQueue'>> {
  return callAsMember('admin', 'listQueue', {});
}

export function listBackups(): Promise<OutputOf<'admin', 'listBackups'>> {
  return callAsMember('admin', 'listBackups', {});
}

export function listUserRows(
  input: InputOf<'admin', 'listUserRows'>,
): Promise<OutputOf<'admin', 'listUserRows'>> {
  return callAsMember('admin', 'listUserRows', input);
}

export function getUserStory(userId: string): Promise<UserStory> {
  return callAsMember('admin', 'getUserStory', { userId });
}

export function adjustCredits(
  input: InputOf<'userInfo', 'adjustCredits'>,
): Promise<OutputOf<'userInfo', 'adjustCredits'>> {
  return callAsMember('userInfo', 'adjustCredits', input);
}

export function listProviders(): Promise<OutputOf<'admin', 'listProviders'>> {
  return callAsMember('admin', 'listProviders', {});
}

export function getProvider(configId: string): Promise<OutputOf<'admin', 'getProvider'>> {
  return callAsMember('admin', 'getProvider', { configId });
}

export function saveProvider(
  input: InputOf<'admin', 'saveProvider'>,
): Promise<OutputOf<'admin', 'saveProvider'>> {
  return callAsMember('admin', 'saveProvider', input);
}

export function undoProvider(
  input: InputOf<'admin', 'undoProvider'>,
): Promise<OutputOf<'admin', 'undoProvider'>> {
  return callAsMember('admin', 'undoProvider', input);
}

export function testProvider(
  input: InputOf<'queue', 'testProvider'>,
): Promise<OutputOf<'queue', 'testProvider'>> {
  return callAsMember('queue', 'testProvider', input);
}

export type Scenes = OutputOf<'scene', 'listAllScenes'>['scenes'];
export type Templates = OutputOf<'prompt', 'listTemplates'>['templates'];

export function listAllScenes(): Promise<OutputOf<'scene', 'listAllScenes'>> {
  return callAsMember('scene', 'listAllScenes', {});
}

export function storeCover(fileId: string): Promise<OutputOf<'scene', 'storeCover'>> {
  return callAsMember('scene', 'storeCover', { fileId });
}

export function listSceneVersions(sceneId: string): Promise<OutputOf<'scene', 'listVersions'>> {
  return callAsMember('scene', 'listVersions', { sceneId, pageSize: 20 });
}

export function saveScene(
  input: InputOf<'scene', 'saveScene'>,
): Promise<OutputOf<'scene', 'saveScene'>> {
  return callAsMember('scene', 'saveScene', input);
}

export function publishScene(
  input: InputOf<'scene', 'publishScene'>,
): Promise<OutputOf<'scene', 'publishScene'>> {
  return callAsMember('scene', 'publishScene', input);
}

export function rollBackScene(
  input: InputOf<'scene', 'rollBackScene'>,
): Promise<OutputOf<'scene', 'rollBackScene'>> {
  return callAsMember('scene', 'rollBackScene', input);
}

export function retireScene(
  input: InputOf<'scene', 'retireScene'>,
): Promise<OutputOf<'scene', 'retireScene'>> {
  return callAsMember('scene', 'retireScene', input);
}

export function listTemplates(): Promise<OutputOf<'prompt', 'listTemplates'>> {
  return callAsMember('prompt', 'listTemplates', {});
}

export function listTemplateVersions(
  templateId: string,
): Promise<OutputOf<'prompt', 'listTemplateVersions'>> {
  return callAsMember('prompt', 'listTemplateVersions', { templateId, pageSize: 20 });
}

export function saveTemplate(
  input: InputOf<'prompt', 'saveTemplate'>,
): Promise<OutputOf<'prompt', 'saveTemplate'>> {
  return callAsMember('prompt', 'saveTemplate', input);
}

export function publishTemplate(
  input: InputOf<'prompt', 'publishTemplate'>,
): Promise<OutputOf<'prompt', 'publishTemplate'>> {
  return callAsMember('prompt', 'publishTemplate', input);
}

export function rollBackTemplate(
  input: InputOf<'prompt', 'rollBackTemplate'>,
): Promise<OutputOf<'prompt', 'rollBackTemplate'>> {
  return callAsMember('prompt', 'rollBackTemplate', input);
}

export function previewDraft(
  input: InputOf<'admin', 'previewDraft'>,
): Promise<OutputOf<'admin', 'previewDraft'>> {
  return callAsMember('admin', 'previewDraft', input);
}

export function getPreview(target: string): Promise<OutputOf<'admin', 'getPreview'>> {
  return callAsMember('admin', 'getPreview', { target });
}
