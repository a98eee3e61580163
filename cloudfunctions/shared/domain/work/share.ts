import { isTextToImage, titleOf } from './work';
import type { Work } from './work';

/** `copying`: the picture is being copied. `refused`: moderation found it risky, and it cannot be shared again. */
export const shareStates = ['copying', 'open', 'ended', 'refused'] as const;
export type ShareState = (typeof shareStates)[number];

/** The public view of one work. A work has at most one; anybody with the token may see it while it is open. */
export type Share = {
  workId: string;
  userId: string;
  /** 128 random bits in hex. Drawn anew when a work is shared again after its view has ended. */
  token: string;
  /** Also shows the description and the style. */
  withPrompt: boolean;
  state: ShareState;
  /** The path of the copy. The path of the original picture would reveal its owner and its work. */
  path: string;
  /** Empty until the copy exists. */
  fileId: string;
  createdAt: Date;
  updatedAt: Date;
};

export function isShareable(work: Work): boolean {
  return work.status === 'completed' && work.deletedAt === null && work.imageUrl !== '';
}

/** Under `private/`: readable only through a URL from a function. */
export function sharedPicturePath(randomHex: string, imageUrl: string): string {
  const extension = /\.(png|jpg|webp)$/.exec(imageUrl)?.[1] ?? 'jpg';
  return `private/shares/${randomHex}.${extension}`;
}

/** The owner's description of the picture; empty for studio works, which are made from photos. */
export function sharedPrompt(work: Work): string {
  return isTextToImage(work) ? work.originalPrompt || work.prompt : '';
}

/** A work without a name is titled with the beginning of its description, which is shown only if its owner agreed. */
export function sharedTitle(work: Work, withPrompt: boolean): string {
  const isNamed = !isTextToImage(work) || work.title !== titleOf(sharedPrompt(work));
  return isNamed || withPrompt ? work.title : '';
}
