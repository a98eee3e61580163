import { CloudError } from '../../../services/cloud';
import { createRequestId } from '../../../services/request-id';
import { currentUser } from '../../../services/session';
import { explain, toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { storeCover } from '../service';

type Owner = { show: (fileId: string) => void; setBusy: (isBusy: boolean) => void };

export type Covers = ReturnType<typeof createCovers>;

/** Lets an admin pick a cover picture for a scene and uploads it, one at a time. */
export function createCovers({ show, setBusy }: Owner) {
  const picking = createGuard();

  async function upload(): Promise<void> {
    const path = await pick();
    if (path === null) return;
    setBusy(true);
    try {
      show((await storeCover(await send(path))).coverUrl);
    } catch (error) {
      toast(explain(error));
    } finally {
      setBusy(false);
    }
  }

  async function send(path: string): Promise<string> {
    const id = currentUser()?.id ?? '';
    const extension = /\.(\w+)$/.exec(path)?.[1] ?? 'jpg';
    const cloudPath = `uploads/${id}/cover-${createRequestId()}.${extension}`;
    try {
      return (await wx.cloud.uploadFile({ cloudPath, filePath: path })).fileID;
    } catch (error) {
      console.warn('cover not uploaded', error);
      throw new CloudError('OUTCOME_UNKNOWN', '图片没有上传成功，请再试一次');
    }
  }

  return { choose: () => void picking.run(upload) };
}

async function pick(): Promise<string | null> {
  try {
    const { tempFiles } = await wx.chooseMedia({
      ...{ count: 1, mediaType: ['image'], sourceType: ['album'], sizeType: ['compressed'] },
    });
    return tempFiles[0]?.tempFilePath ?? null;
  } catch (error) {
    // The picker was closed, or access to the album was denied: the system has already told the user.
    console.info('no cover', error);
    return null;
  }
}
