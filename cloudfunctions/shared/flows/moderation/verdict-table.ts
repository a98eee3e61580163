import { applyAssetVerdict } from '../assets/verdict';
import type { AssetVerdictNeeds } from '../assets/verdict';
import { applyAvatarVerdict } from '../profile/avatar-verdict';
import type { AvatarVerdictNeeds } from '../profile/avatar-verdict';
import type { VerdictTable } from './verdict';

/** What the verdicts of all kinds need together. */
export type VerdictNeeds = AvatarVerdictNeeds & AssetVerdictNeeds;

const nothing = () => Promise.resolve();

/** What follows from the verdict on each kind of picture. */
export const verdictTable: VerdictTable<VerdictNeeds> = {
  avatar: applyAvatarVerdict,
  asset: applyAssetVerdict,
  result: nothing,
};
