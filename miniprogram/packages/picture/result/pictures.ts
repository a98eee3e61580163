import { savePicture, shareAddress } from '../../../utils/album';
import { createGuard } from '../../../utils/guard';
import { cardTitle, homeCard, workCard } from '../../../utils/share-card';
import { toggleFavorite } from '../favorite';
import { createShareDesk } from '../share-desk';
import type { ShareView } from '../share-desk';
import type { Slide } from './view';

export type PicturePage = {
  slides: () => Slide[];
  /** The picture currently in view. */
  current: () => Slide | undefined;
  prompt: () => string;
  isFavorite: (id: string) => boolean;
  showFavorite: (id: string, isFavorite: boolean) => void;
  showSaving: (isSaving: boolean) => void;
  showShare: (share: ShareView) => void;
};

export type Pictures = ReturnType<typeof createPictures>;

/** The actions on the pictures of a finished generation; a failed work has none. */
export function createPictures(page: PicturePage) {
  const saving = createGuard();
  const share = createShareDesk((view) => page.showShare(view));
  /** Temporary addresses of the pictures, by work, for the share card. */
  const shareUrls = new Map<string, string>();
  const shown = () => page.slides().filter(({ isFailed }) => !isFailed);
  const current = (): Slide | null => {
    const slide = page.current();
    return slide === undefined || slide.isFailed ? null : slide;
  };

  return {
    share,

    /** A share card does not accept a file id, so the addresses are fetched before. */
    prepareCards() {
      for (const { id, picture } of shown()) {
        void shareAddress(picture).then((address) => {
          if (address !== undefined) shareUrls.set(id, address);
        });
      }
    },

    preview(id: string) {
      const pictures = shown();
      const slide = pictures.find((one) => one.id === id);
      const urls = pictures.map(({ picture }) => picture);
      if (slide) void wx.previewImage({ urls, current: slide.picture });
    },

    favorite() {
      const slide = current();
      if (slide === null) return;
      void toggleFavorite(slide.id, page.isFavorite(slide.id), (isFavorite) =>
        page.showFavorite(slide.id, isFavorite),
      );
    },

    save() {
      const slide = current();
      if (slide === null) return;
      void saving.run(async () => {
        page.showSaving(true);
        await savePicture(slide.picture);
        page.showSaving(false);
      });
    },

    openShare() {
      const slide = current();
      if (slide !== null) share.open(slide.id);
    },

    card(): WechatMiniprogram.Page.ICustomShareContent {
      const slide = current();
      if (slide === null) return homeCard;
      const named = { title: slide.title, prompt: page.prompt() };
      return workCard(
        { imageUrl: shareUrls.get(slide.id), title: (shows) => cardTitle(named, shows) },
        share.share(slide.id),
        () => share.prepare(slide.id),
      );
    },
  };
}
