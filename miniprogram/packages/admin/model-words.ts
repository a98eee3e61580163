import type { Model } from '../../../cloudfunctions/shared/contracts/provider';
import { labelOf } from '../../utils/labels';
import type { Tone } from './order-words';

const vendors: Record<string, string> = {
  zhipu: '智谱',
  dashscope: '通义',
  seedream: 'Seedream',
  tencent: '腾讯混元',
  stability: 'Stability',
};
const capabilities: Record<Model['capability'], string> = {
  text2img: '文生图',
  edit: '服装摄影 · 改图',
  tryon: '虚拟试衣',
  vision: '看图检查',
  chat: '灵感聊天',
};
const states: Record<Model['state'], string> = {
  working: '正常',
  cooling: '冷却中',
  off: '已停用',
  withoutKey: '没有密钥',
};
const tones: Record<Model['state'], Tone> = {
  working: 'good',
  cooling: 'warn',
  off: '',
  withoutKey: 'bad',
};

export function vendorName(provider: string): string {
  return Object.prototype.hasOwnProperty.call(vendors, provider)
    ? (vendors[provider] ?? provider)
    : provider;
}
export const capabilityName = (capability: Model['capability']) =>
  labelOf(capabilities, capability);
export const stateName = (state: Model['state']) => labelOf(states, state);
export const stateTone = (state: Model['state']): Tone => labelOf(tones, state) as Tone;
