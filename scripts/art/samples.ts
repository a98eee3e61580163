import type { Garment, Look } from './figures';

/**
 * Sample photos, so that users can try the feature without photos of their own. `id` is that of the row in `assets`.
 */
export type Sample = {
  id: string;
  name: string;
  width: number;
  height: number;
  paper: string;
  figure?: Look;
  garment?: Garment;
};

const size = { width: 900, height: 1200 };
const hall = '#D9DCD9';

export const samples: Sample[] = [
  {
    ...{ id: 'sample-garment-dress', name: '豆绿连衣裙', ...size, paper: '#F1EDE5' },
    garment: { shape: 'dress', color: '#7FA08C' },
  },
  {
    ...{ id: 'sample-garment-coat', name: '驼色大衣', ...size, paper: '#EDE7DD' },
    garment: { shape: 'coat', color: '#C2A27A' },
  },
  {
    ...{ id: 'sample-garment-tee', name: '条纹上衣', ...size, paper: '#E7EAE6' },
    garment: { shape: 'tee', color: '#F7F4EE' },
  },
  {
    ...{ id: 'sample-garment-knit', name: '雾蓝毛衣', ...size, paper: '#EFECE6' },
    garment: { shape: 'knit', color: '#7F9DB5' },
  },
  {
    ...{ id: 'sample-garment-skirt', name: '朱红半裙', ...size, paper: '#EFE7DF' },
    garment: { shape: 'skirt', color: '#A83C32' },
  },
  {
    ...{ id: 'sample-person-lin', name: '示例人物 小林', ...size, paper: hall },
    figure: {
      ...{ skin: '#EBC3A2', hair: '#2A211E', hairCut: 'long' },
      outfit: { kind: 'suit', top: '#F4F1EA', bottom: '#46586B' },
    },
  },
  {
    ...{ id: 'sample-person-chen', name: '示例人物 小陈', ...size, paper: hall },
    figure: {
      ...{ skin: '#E3B896', hair: '#241D1B', hairCut: 'short' },
      outfit: { kind: 'suit', top: '#E9E4DA', bottom: '#3F4A52' },
    },
  },
  {
    ...{ id: 'sample-person-zhou', name: '示例人物 小周', ...size, paper: hall },
    figure: {
      ...{ skin: '#D9A77E', hair: '#33261F', hairCut: 'bob' },
      outfit: { kind: 'suit', top: '#DCE3E6', bottom: '#5A5148' },
    },
  },
];
