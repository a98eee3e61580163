/** The typings lack `promise`, which WeChat has known since 2.12. */
type Card = WechatMiniprogram.Page.ICustomShareContent & {
  promise?: Promise<WechatMiniprogram.Page.ICustomShareContent>;
};

export const homeCard: { title: string; path: string } = {
  title: '写一句话，几秒后就有一张画',
  path: '/pages/create/index',
};

export function sharePath(token: string): string {
  return `/packages/picture/shared/index?token=${token}`;
}

/** A work without a title of its own is named by its description, which the card shows only if the public view does. */
export function cardTitle(
  { title, prompt }: { title: string; prompt: string },
  withPrompt: boolean,
): string {
  const isNamed = !prompt.replace(/\s+/g, ' ').trim().startsWith(title);
  return isNamed || withPrompt ? `我用 AI 画了「${title}」` : '我用 AI 画了一张画';
}

/**
 * The share card of a work. Its public view usually exists when WeChat asks. Otherwise WeChat waits three seconds for
 * `open`, and then falls back to the card of the app.
 */
export function workCard(
  look: { imageUrl: string | undefined; title: (withPrompt: boolean) => string },
  share: { token: string; withPrompt: boolean } | null,
  open: () => Promise<{ token: string; withPrompt: boolean }>,
): Card {
  const toCard = ({ token, withPrompt }: { token: string; withPrompt: boolean }): Card => ({
    title: look.title(withPrompt),
    path: sharePath(token),
    ...(look.imageUrl !== undefined && { imageUrl: look.imageUrl }),
  });
  return share === null ? { ...homeCard, promise: open().then(toCard) } : toCard(share);
}
