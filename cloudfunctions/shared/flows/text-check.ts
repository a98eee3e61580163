import type { Context } from '../context';
import { AppError } from '../error';

/** Throws CONTENT_REFUSED for a text that WeChat's check does not pass, CHECK_UNAVAILABLE when nobody can say. */
export async function requireCleanText(
  text: string,
  scene: 'profile' | 'social',
  { caller, checkContent }: Pick<Context, 'caller' | 'checkContent'>,
): Promise<void> {
  let isClean: boolean;
  try {
    isClean = await checkContent(text, caller.openid, scene);
  } catch (error) {
    throw new AppError('CHECK_UNAVAILABLE', { cause: error });
  }
  if (!isClean) throw new AppError('CONTENT_REFUSED');
}
