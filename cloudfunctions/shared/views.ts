import type { Asset as AssetView } from './contracts/storage';
import type { Task as TaskView, TaskDetail as TaskDetailView } from './contracts/task';
import type { CreditLog as CreditLogView } from './contracts/userInfo';
import type { AvatarReview, User as UserView, Work as WorkView } from './contracts/values';
import type { CreditLog } from './data/rows/credit-log';
import type { Member } from './data/users/members';
import type { Asset, AssetRefusal } from './domain/assets/asset';
import { levelNumberOf, membershipEnd, membershipLevelOf, tierOf } from './domain/quota/quota';
import { describeError } from './domain/log';
import type { Log } from './domain/log';
import type { Files } from './data/core/files';
import type { Task } from './domain/tasks/task';
import { isPrivateFile } from './domain/work/paths';
import { isTextToImage } from './domain/work/work';
import type { Work } from './domain/work/work';
import type { TaskDetails } from './flows/tasks/detail';

/** A user as they see themselves. The level is the effective one, not the copy in the user's row. */
export function toUserView(
  { user, facts }: Member,
  avatarReview: AvatarReview | null,
  now: Date,
): UserView {
  const vipLevel = levelNumberOf(facts, now);
  return {
    ...user,
    avatarReview,
    tier: tierOf(facts, now),
    vipLevel,
    membershipLevel: membershipLevelOf(facts, now),
    isVip: vipLevel > 0,
    membershipEndAt: membershipEnd(facts, now)?.toISOString() ?? null,
    createdAt: user.createdAt.toISOString(),
  };
}

/** A work as its owner sees it: the prompt is the text the user wrote. */
export function toWorkView(work: Work): WorkView {
  const { id, thumbnailUrl, createdAt, startedAt, completedAt, ...rest } = work;
  return {
    ...rest,
    workId: id,
    prompt: isTextToImage(work) && work.originalPrompt !== '' ? work.originalPrompt : work.prompt,
    ...(thumbnailUrl === '' ? {} : { thumbnailUrl }),
    createdAt: createdAt.toISOString(),
    ...(startedAt === undefined ? {} : { startedAt: startedAt.toISOString() }),
    ...(completedAt === undefined ? {} : { completedAt: completedAt.toISOString() }),
  };
}

/** How long a temporary URL of a private picture is valid. */
const pictureUrlSeconds = 2 * 3_600;

type PictureFiles = { files: Pick<Files, 'tempUrls'>; log: Log };

/** Works as their owner sees them; pictures that clients cannot read by path get temporary URLs. */
export async function toWorkViews(
  works: readonly Work[],
  needs: PictureFiles,
): Promise<WorkView[]> {
  const urls = await openPrivate(
    works.flatMap(({ imageUrl, thumbnailUrl }) => [imageUrl, thumbnailUrl]),
    needs,
  );
  return works.map((work) => {
    const view = toWorkView(work);
    if (!isPrivateFile(work.imageUrl)) return view;
    const { thumbnailUrl, ...rest } = view;
    return {
      ...rest,
      imageUrl: urls(work.imageUrl),
      ...(thumbnailUrl === undefined ? {} : { thumbnailUrl: urls(thumbnailUrl) }),
    };
  });
}

/** Returns a function from file id to URL: the id itself if clients can read the file, '' if the storage gives no URL. */
export async function openPrivate(
  fileIds: readonly string[],
  { files, log }: PictureFiles,
): Promise<(fileId: string) => string> {
  const hidden = [...new Set(fileIds.filter(isPrivateFile))];
  let urls: ReadonlyMap<string, string> = new Map();
  try {
    if (hidden.length > 0) urls = await files.tempUrls(hidden, pictureUrlSeconds);
  } catch (error) {
    log.warn('pictures have no addresses', { cause: describeError(error) });
  }
  return (fileId) => (isPrivateFile(fileId) ? (urls.get(fileId) ?? '') : fileId);
}

export function toTaskView(task: Task): TaskView {
  const { id: taskId, createdAt, updatedAt, endedAt, ...rest } = task;
  return {
    ...{ ...rest, taskId, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() },
    ...(endedAt === undefined ? {} : { endedAt: endedAt.toISOString() }),
  };
}

/** A task with everything that its page shows about each picture. */
export async function toTaskDetail(
  { task, works, ahead, eta }: TaskDetails,
  needs: PictureFiles,
): Promise<TaskDetailView> {
  const urls = await openPrivate(
    works.flatMap(({ imageUrl, thumbnailUrl }) => [imageUrl, thumbnailUrl]),
    needs,
  );
  return {
    ...toTaskView(task),
    works: task.works.map((face) => {
      const work = works.find(({ id }) => id === face.workId);
      return {
        ...face,
        imageUrl: urls(work?.imageUrl ?? ''),
        ...((work?.thumbnailUrl ?? '') === ''
          ? {}
          : { thumbnailUrl: urls(work?.thumbnailUrl ?? '') }),
        refundedCredits: work?.refundedCredits ?? 0,
        hasDoubt: work?.hasDoubt === true,
        errorCode: work?.errorCode,
        errorMessage: work?.errorMessage,
      };
    }),
    ahead,
    ...(eta === null ? {} : { etaSeconds: eta }),
  };
}

export function toCreditLogView({ after, createdAt, ...log }: CreditLog): CreditLogView {
  return { ...log, balance: after, createdAt: createdAt.toISOString() };
}

const refusals: Record<AssetRefusal, string> = {
  risky: '照片没有通过审核，请换一张',
  expired: '照片没能完成审核，请重新上传',
};

/** A photo as its owner sees it. `urls`: temporary URLs by file id. */
export function toAssetView(asset: Asset, urls: ReadonlyMap<string, string>): AssetView {
  const { id, kind, status, reason, isSample, name, width, height, createdAt } = asset;
  return {
    ...{ assetId: id, kind, status, isSample, name, width, height },
    ...(status === 'refused' && { reason: refusals[reason ?? 'risky'] }),
    url: urls.get(asset.fileId) ?? '',
    thumbnailUrl: urls.get(asset.thumbnailFileId) ?? '',
    createdAt: createdAt.toISOString(),
  };
}
