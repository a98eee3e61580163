import { packageFile, resolvePicture } from '../phone/pictures';
import { element, tapTarget } from '../../dom';
import { openDialog } from '../phone/overlay';
import { appStore } from '../engine/app-store';
import { currentPage } from './navigation';

export type ShareSource = {
  from: 'button' | 'menu';
  target?: { id: string; dataset: Record<string, unknown> };
};

/** Whether the capsule's menu offers sharing. */
export const shareMenu = { isShown: true };

type Card = { title?: string; path?: string; imageUrl?: string; promise?: Promise<Card> };

/** Shows the card that the page shares, as its recipient would see it. */
export async function share(source: ShareSource): Promise<void> {
  const page = currentPage();
  if (page === undefined) return;
  const custom = (page.call('onShareAppMessage', source) ?? {}) as Card;
  const card = { ...custom, ...(await custom.promise?.catch(() => ({}))) };
  const picture = element('img', 'share-picture');
  picture.alt = '';
  if (card.imageUrl !== undefined && card.imageUrl !== '') {
    picture.src = await resolvePicture(card.imageUrl, page.route).catch(() =>
      packageFile(card.imageUrl ?? '', page.route),
    );
  }
  const path = card.path ?? `/${page.route}`;
  await openDialog('sheet share-sheet', (close) => [
    element('div', 'sheet-title', '发送给朋友'),
    element(
      'div',
      'share-card',
      element('div', 'share-app', appStore.title),
      element('div', 'share-title', card.title ?? appStore.title),
      ...(picture.src === '' ? [] : [picture]),
      element('div', 'share-path', path),
    ),
    tapTarget('sheet-item', '发送', () => close(true)),
    tapTarget('sheet-item', '打开分享卡片', () => {
      close(true);
      openCard(path);
    }),
    tapTarget('sheet-item sheet-cancel', '取消', () => close(undefined)),
  ]);
}

/** Launches the app from the card, in another tab and as another user. */
function openCard(path: string): void {
  const [route = '', search = ''] = path.replace(/^\//, '').split('?');
  open(
    `/?page=${encodeURIComponent(route)}&user=friend${search === '' ? '' : `&${search}`}`,
    '_blank',
  );
}
