import type { ContentCheck } from '../domain/content-check';
import { AppError } from '../error';

export type TextCheckNeeds = {
  caller: { openid: string };
  providers: { checkContent: ContentCheck };
};

/** Throws CONTENT_REFUSED if WeChat's check rejects the text, CHECK_UNAVAILABLE if there is no verdict. */
export async function requireCleanText(
  text: string,
  scene: 'profile' | 'social',
  { caller, providers }: TextCheckNeeds,
): Promise<void> {
  let isClean: boolean;
  try {
    isClean = await providers.checkContent(text, caller.openid, scene);
  } catch (error) {
    throw new AppError('CHECK_UNAVAILABLE', { cause: error });
  }
  if (!isClean) throw new AppError('CONTENT_REFUSED');
}
