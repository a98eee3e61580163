import { isTextToImage, titleOf } from './work';
import type { Work } from './work';

/** `copying`: the picture is being copied. `refused`: moderation found it risky, and it cannot be shared again. */
export const shareStates = ['copying', 'open', 'ended', 'refused'] as const;
export type ShareState = (typeof shareStates)[number];

/** The public view of one work. A work has one at most; whoever has the token may see it while it is open. */
export type Share = {
  workId: string;
  userId: string;
  /** 128 random bits in hex. Drawn anew when a work is shared again after its view was ended. */
  token: string;
  /** Shows the description and the style as well. */
  withPrompt: boolean;
  state: ShareState;
  /** Where the copy of the picture lies: the path of the picture itself names its owner and its work. */
  path: string;
  /** Empty until the copy exists. */
  fileId: string;
  createdAt: Date;
  updatedAt: Date;
};

export function isShareable(work: Work): boolean {
  return work.status === 'completed' && work.deletedAt === null && work.imageUrl !== '';
}

/** Under `private/`: nobody reads it but through an address that a function hands out. */
export function sharedPicturePath(randomHex: string, imageUrl: string): string {
  const extension = /\.(png|jpg|webp)$/.exec(imageUrl)?.[1] ?? 'jpg';
  return `private/shares/${randomHex}.${extension}`;
}

/** What the owner wrote to describe the picture; empty for works of the studio, which are made of photos. */
export function sharedPrompt(work: Work): string {
  return isTextToImage(work) ? work.originalPrompt || work.prompt : '';
}

/** Without a name of its own a work is called by the beginning of its description, which is shown only where its owner agreed. */
export function sharedTitle(work: Work, withPrompt: boolean): string {
  const isNamed = !isTextToImage(work) || work.title !== titleOf(sharedPrompt(work));
  return isNamed || withPrompt ? work.title : '';
}
