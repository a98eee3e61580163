import type { Prices } from '../../../../cloudfunctions/shared/contracts/aiGenerate';
import type { Plan } from '../../../../cloudfunctions/shared/contracts/quota';
import type { MembershipLevel } from '../../../../cloudfunctions/shared/contracts/values';
import { sizeName } from '../../../utils/bytes';
import { isAbove, isLevel, levelLabel } from '../../../utils/labels';
import { priceNote, priceOf } from '../../../utils/price';
import { dateName } from '../../../utils/time';

export type PlanCard = {
  level: MembershipLevel;
  name: string;
  price: string;
  term: string;
  figures: { value: string; unit: string }[];
  credits: string;
  current: string;
  label: string;
};

/** The user's own membership. */
export type Membership = { level: MembershipLevel; endAt: string | null };

export const noMembership: Membership = { level: 'free', endAt: null };

/** One card per plan, with the figures in the same places to compare them. */
export function toCards(
  plans: Plan[],
  { level, endAt }: Membership,
  prices: Prices | null,
  now: number,
): PlanCard[] {
  // `priceFen` is null where nothing can be bought.
  return plans.map((plan) => {
    const { image_daily: images, chat_ap_monthly: ap, storage_bytes: bytes } = plan.limits;
    const [size = '', unit = ''] = sizeName(bytes).split(' ');
    const isFree = plan.level === 'free';
    const end = endAt === null ? '' : `，${dateName(endAt, now)}到期`;
    const current = plan.level === level ? `当前${end}` : '';
    const price = plan.priceFen === null ? '' : isFree ? '免费' : priceName(plan.priceFen);
    const term = price === '' || isFree ? '' : `/ ${plan.days} 天`;
    const credits = priceNote(priceOf(prices, isFree ? 'free' : 'vip'));
    return {
      level: plan.level,
      name: plan.name,
      price,
      term,
      figures: [
        { value: String(images), unit: '次/天' },
        { value: String(ap), unit: 'AP/月' },
        { value: size, unit: `${unit} 存储` },
      ],
      credits,
      current,
      label: [
        plan.name,
        current,
        `${price}${term}`,
        `每天生成 ${images} 次`,
        `每月聊天 ${ap} AP`,
        `存储 ${sizeName(bytes)}`,
        credits,
      ]
        .filter((part) => part !== '')
        .join('，'),
    };
  });
}

/** `¥39`, `¥39.5` */
export function priceName(priceFen: number): string {
  return `¥${priceFen / 100}`;
}

/** Selected at first: the wanted plan, else the next above the user's level, else that level. */
export function firstChoice(plans: Plan[], level: MembershipLevel, wanted: string): string {
  if (isLevel(wanted) && plans.some((plan) => plan.level === wanted)) return wanted;
  return plans.find((plan) => isAbove(plan.level, level))?.level ?? level;
}

/** The label of the button; empty where there is nothing to buy: the free plan, and plans below the current level. */
export function toPurchase(
  chosen: PlanCard | null,
  { level }: Membership,
  hasPayment: boolean,
): string {
  if (!hasPayment || chosen === null || chosen.level === 'free') return '';
  if (chosen.level === level) return `续费${chosen.name}`;
  return isAbove(chosen.level, level) ? `开通${chosen.name}` : '';
}

/** The line about the chosen plan, compared with the user's membership. */
export function toStanding(
  chosen: PlanCard | null,
  { level, endAt }: Membership,
  hasPayment: boolean,
  now: number,
): string {
  if (chosen === null) return '';
  const { name } = chosen;
  if (chosen.level === level) {
    if (level === 'free') return '正在使用免费版';
    return endAt === null ? `${name}生效中` : `${name}生效中，${dateName(endAt, now)}到期`;
  }
  if (chosen.level === 'free') return `到期后会回到${name}`;
  if (!isAbove(chosen.level, level)) return `现在的${levelLabel(level)}高于${name}`;
  return hasPayment ? '' : '会员购买尚未开通';
}
