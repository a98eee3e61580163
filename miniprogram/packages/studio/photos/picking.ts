import { CloudError } from '../../../services/cloud';
import { delay } from '../../../services/delay';
import { toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { findHints } from './hints';
import type { Hint } from './hints';
import { pickPhoto } from './local';
import type { LocalPhoto, Source } from './local';
import { findAsset, uploadPhoto } from './service';
import type { Asset, AssetKind } from './service';
import { toFailed, toPhoto, toUploading } from './view';
import type { Photo } from './view';

/** A photo that was not accepted. `canUse`: there are only hints, and the user may use it anyway. */
export type Refusal = { picture: string; hints: Hint[]; reason: string; canUse: boolean };

export type PickingPage = {
  show: (photo: Photo | null) => void;
  refused: (refusal: Refusal) => void;
};

export type Picking = ReturnType<typeof createPicking>;

const checkMs = 3000;
/** After this many checks the photo stays pending: the task waits for the verdict. */
const maxChecks = 20;

/** One place for a photo, from the tap to the verdict. The last choice wins. */
export function createPicking(kind: AssetKind, page: PickingPage) {
  const guard = createGuard();
  let newest = 0;
  let shown: Photo | null = null;
  let hinted: LocalPhoto | null = null;
  let cancelCheck = (): void => undefined;

  const show = (photo: Photo | null) => {
    shown = photo;
    page.show(photo);
  };

  const renew = (): number => {
    cancelCheck();
    newest += 1;
    return newest;
  };

  const take = async (photo: LocalPhoto): Promise<void> => {
    const number = renew();
    const isNewest = () => number === newest;
    show(toUploading(photo.path, 0));
    try {
      const asset = await uploadPhoto(photo, kind, (percent) => {
        if (isNewest() && shown?.state === 'uploading') show(toUploading(photo.path, percent));
      });
      if (isNewest()) settle(asset, photo, 0);
    } catch (error) {
      if (isNewest()) fail(error, photo);
    }
  };

  const settle = (asset: Asset, photo: LocalPhoto, checks: number) => {
    if (asset.status === 'refused') {
      const { line } = toPhoto(asset, photo.path);
      refuse({ picture: photo.path, hints: [], reason: line, canUse: false });
      return;
    }
    show(toPhoto(asset, photo.path));
    if (asset.status === 'pending' && checks < maxChecks) check(photo, checks);
  };

  /** Polls until the moderation has a verdict. */
  const check = (photo: LocalPhoto, checks: number) => {
    const number = newest;
    cancelCheck = delay(() => {
      findAsset(photo, kind).then(
        (asset) => {
          if (number !== newest) return;
          if (asset !== null) settle(asset, photo, checks + 1);
        },
        (error: unknown) => {
          console.info('photo not checked', error);
          if (number === newest && checks < maxChecks) check(photo, checks + 1);
        },
      );
    }, checkMs);
  };

  const refuse = (refusal: Refusal) => {
    show(null);
    page.refused(refusal);
  };

  const fail = (error: unknown, photo: LocalPhoto) => {
    if (error instanceof CloudError && isUnfit(error)) {
      refuse({ picture: photo.path, hints: [], reason: error.message, canUse: false });
      return;
    }
    console.warn('photo not sent', error);
    hinted = photo;
    const isOffline = error instanceof CloudError && error.failure === 'OFFLINE';
    show(toFailed(photo.path, isOffline ? '没有网络，照片还在这里' : '没有传上去，点这里再试一次'));
  };

  return {
    photo: () => shown,

    /** Lets the user pick a photo. A second tap meanwhile is dropped. */
    pick(source: Source): void {
      void guard.run(async () => {
        const picked = await pickPhoto(source);
        if (picked.kind === 'denied') await offerSettings(source);
        if (picked.kind === 'failed') toast('照片没有打开，请换一张');
        if (picked.kind !== 'photo') return;
        const hints = kind === 'garment' ? await findHints(picked.photo) : [];
        if (hints.length === 0) {
          await take(picked.photo);
          return;
        }
        hinted = picked.photo;
        refuse({ picture: picked.photo.path, hints, reason: '', canUse: true });
      });
    },

    /** Uses the photo in spite of its hints, or uploads it again. */
    useAnyway(): void {
      void guard.run(async () => {
        const photo = hinted;
        hinted = null;
        if (photo !== null) await take(photo);
      });
    },

    /** Takes a photo already in the cloud: a sample, or a recent one. */
    choose(asset: Asset): void {
      renew();
      show(toPhoto(asset));
    },

    clear(): void {
      renew();
      show(null);
    },

    close(): void {
      renew();
    },
  };
}

function isUnfit({ failure }: CloudError): boolean {
  return ['PHOTO_UNFIT', 'PHOTO_UNUSABLE', 'ASSET_REFUSED', 'INVALID_INPUT'].includes(failure);
}

async function offerSettings(source: Source): Promise<void> {
  const isCamera = source === 'camera';
  const { confirm } = await wx.showModal({
    title: isCamera ? '没有相机权限' : '没有相册权限',
    content: isCamera
      ? '请在系统设置里允许微信使用相机，再拍一次。也可以从相册选，或用示例'
      : '请在系统设置里允许微信读取照片，再选一次。也可以拍照，或用示例',
    confirmText: '去设置',
    cancelText: '取消',
  });
  if (confirm) void wx.openAppAuthorizeSetting();
}
