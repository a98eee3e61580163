import type * as z from 'zod';
import { Character } from '../../cloudfunctions/shared/contracts/aiGenerate';
import { ChatMessage } from '../../cloudfunctions/shared/contracts/chat';
import { GarmentPart } from '../../cloudfunctions/shared/contracts/fitting';
import { PhotographyModel } from '../../cloudfunctions/shared/contracts/photography';
import {
  TaskStage,
  TaskState,
  TaskType,
  TaskWait,
  TaskWorkState,
} from '../../cloudfunctions/shared/contracts/task';
import {
  InviteStatus,
  OrderStatus,
  PackageKind,
  Platform,
  Proposal,
  Refund,
} from '../../cloudfunctions/shared/contracts/payment';
import { ConsentResult, MessageKind, notify } from '../../cloudfunctions/shared/contracts/notify';
import { PromptKind, PromptOptions } from '../../cloudfunctions/shared/contracts/prompt';
import { SceneStatus } from '../../cloudfunctions/shared/contracts/scene';
import { AssetKind, AssetStatus } from '../../cloudfunctions/shared/contracts/storage';
import { CreditLog } from '../../cloudfunctions/shared/contracts/userInfo';
import {
  MembershipLevel,
  Mode,
  Quality,
  QuotaFeature,
  QuotaPeriod,
  QuotaSource,
  QuotaUnit,
  Tier,
  UserType,
  WorkStatus,
  WorkType,
} from '../../cloudfunctions/shared/contracts/values';
import { assetKinds, assetStatuses } from '../../cloudfunctions/shared/domain/assets/asset';
import { consentResults } from '../../cloudfunctions/shared/domain/notify/consent';
import { messageKinds, messageStates } from '../../cloudfunctions/shared/domain/notify/message';
import {
  garmentParts,
  modelChoices,
  promptKinds,
} from '../../cloudfunctions/shared/domain/studio/prompt';
import { sceneStatuses } from '../../cloudfunctions/shared/domain/studio/scene';
import { chatRoles, chatStatuses } from '../../cloudfunctions/shared/domain/chat/conversation';
import {
  quotaFeatures,
  quotaPeriods,
  quotaUnits,
} from '../../cloudfunctions/shared/domain/quota/features';
import { quotaSources } from '../../cloudfunctions/shared/domain/quota/quota';
import { membershipLevels, tiers, userTypes } from '../../cloudfunctions/shared/domain/quota/tier';
import {
  taskStages,
  taskStates,
  taskWaits,
  taskWorkStates,
} from '../../cloudfunctions/shared/domain/tasks/task';
import { taskTypes } from '../../cloudfunctions/shared/domain/tasks/task-type';
import { proposalKinds } from '../../cloudfunctions/shared/domain/wallet/approval';
import { inviteStatuses } from '../../cloudfunctions/shared/domain/wallet/invite';
import { orderStatuses, platforms } from '../../cloudfunctions/shared/domain/wallet/order';
import { packageKinds } from '../../cloudfunctions/shared/domain/wallet/package';
import { refundKinds, refundStatuses } from '../../cloudfunctions/shared/domain/wallet/refund';
import { creditKinds } from '../../cloudfunctions/shared/domain/wallet/credits';
import {
  characterCategories,
  pictureQualities,
  workModes,
  workStatuses,
  workTypes,
} from '../../cloudfunctions/shared/domain/work/work';

/** Contracts import nothing but zod, so they repeat what the domain declares. */
const repeated: [name: string, contract: Pick<z.ZodEnum, 'options'>, domain: readonly string[]][] =
  [
    ['AssetKind', AssetKind, assetKinds],
    ['AssetStatus', AssetStatus, assetStatuses],
    ['ConsentResult', ConsentResult, consentResults],
    ['GarmentPart', PromptOptions.shape.parts.unwrap().element, garmentParts],
    ['MessageKind', MessageKind, messageKinds],
    ['MessageState', notify.sendMessage.output.shape.state, messageStates],
    ['ModelChoice', PromptOptions.shape.model.unwrap(), modelChoices],
    ['PromptKind', PromptKind, promptKinds],
    ['SceneStatus', SceneStatus, sceneStatuses],
    ['CharacterCategory', Character.shape.category, characterCategories],
    ['ChatRole', ChatMessage.shape.role, chatRoles],
    ['ChatStatus', ChatMessage.shape.status, chatStatuses],
    ['InviteStatus', InviteStatus, inviteStatuses],
    ['OrderStatus', OrderStatus, orderStatuses],
    ['PackageKind', PackageKind, packageKinds],
    ['Platform', Platform, platforms],
    ['RefundKind', Refund.shape.kind, refundKinds],
    ['RefundStatus', Refund.shape.status, refundStatuses],
    ['ProposalKind', Proposal.shape.kind, proposalKinds],
    ['CreditKind', CreditLog.shape.kind, creditKinds],
    ['MembershipLevel', MembershipLevel, membershipLevels],
    ['Mode', Mode, workModes],
    ['Quality', Quality, pictureQualities],
    ['QuotaFeature', QuotaFeature, quotaFeatures],
    ['QuotaPeriod', QuotaPeriod, quotaPeriods],
    ['QuotaSource', QuotaSource, quotaSources],
    ['QuotaUnit', QuotaUnit, quotaUnits],
    ['TaskStage', TaskStage, taskStages],
    ['TaskState', TaskState, taskStates],
    ['TaskType', TaskType, taskTypes],
    ['TaskWait', TaskWait, taskWaits],
    ['TaskWorkState', TaskWorkState, taskWorkStates],
    ['PhotographyModel', PhotographyModel, modelChoices],
    ['GarmentPart', GarmentPart, garmentParts],
    ['Tier', Tier, tiers],
    ['UserType', UserType, userTypes],
    ['WorkStatus', WorkStatus, workStatuses],
    ['WorkType', WorkType, workTypes],
  ];

describe('the values of a contract', () => {
  it.each(repeated)('are those of the domain: %s', (_name, { options }, domain) => {
    expect(options).toEqual([...domain]);
  });
});
