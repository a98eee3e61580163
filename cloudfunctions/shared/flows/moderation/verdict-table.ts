import { applyAssetVerdict } from '../assets/verdict';
import type { AssetVerdictNeeds } from '../assets/verdict';
import { applyAvatarVerdict } from '../profile/avatar-verdict';
import type { AvatarVerdictNeeds } from '../profile/avatar-verdict';
import { applyShareVerdict } from '../sharing/end';
import type { EndShareNeeds } from '../sharing/end';
import { applyResultVerdict } from '../tasks/verdict';
import type { ResultVerdictNeeds } from '../tasks/verdict';
import type { VerdictTable } from './verdict';

/** The intersection of what the verdicts of all kinds need. */
export type VerdictNeeds = AvatarVerdictNeeds &
  AssetVerdictNeeds &
  ResultVerdictNeeds &
  EndShareNeeds;

/** How the verdict on each kind of picture is applied. */
export const verdictTable: VerdictTable<VerdictNeeds> = {
  avatar: applyAvatarVerdict,
  asset: applyAssetVerdict,
  result: applyResultVerdict,
  share: applyShareVerdict,
};
