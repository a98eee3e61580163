export type Suggestion = 'pass' | 'review' | 'risky';
export type Judgement = { suggest: Suggestion; label: number; keyword?: string };

/** Labels of msgSecCheck v2. */
const labels = {
  fine: 100,
  advertisement: 10001,
  politics: 20001,
  sex: 20002,
  abuse: 20003,
  crime: 20006,
  fraud: 20008,
};

type Word = { word: string; suggest: 'review' | 'risky'; label: number };

/** A few unambiguous words: enough to produce every outcome, but not a real classifier. */
const words: Word[] = [
  ...toWords(['色情', '裸体', '裸照', '成人视频'], 'risky', labels.sex),
  ...toWords(['毒品', '冰毒', '枪支买卖', '制造炸弹'], 'risky', labels.crime),
  ...toWords(['血腥屠杀', '法轮功'], 'risky', labels.politics),
  ...toWords(['网络赌博', '刷单返利'], 'risky', labels.fraud),
  ...toWords(['傻逼', '去死吧'], 'risky', labels.abuse),
  ...toWords(['加微信', '代开发票', '优惠券群'], 'review', labels.advertisement),
  ...toWords(['比基尼', '性感'], 'review', labels.sex),
];

/** The most severe word in the text decides; spaces and case are ignored. */
export function judgeText(text: string): Judgement {
  const plain = text.toLowerCase().replace(/\s+/g, '');
  const found = words.filter(({ word }) => plain.includes(word));
  const worst = found.find(({ suggest }) => suggest === 'risky') ?? found[0];
  if (worst === undefined) return { suggest: 'pass', label: labels.fine };
  return { suggest: worst.suggest, label: worst.label, keyword: worst.word };
}

/** Pictures are not analysed: the URL decides, by the words above or by `risky` or `review` in it. */
export function judgeMedia(url: string): Judgement {
  const address = decodeURIComponent(url);
  if (/risky/i.test(address)) return { suggest: 'risky', label: labels.sex };
  if (/review/i.test(address)) return { suggest: 'review', label: labels.advertisement };
  return judgeText(address);
}

function toWords(list: string[], suggest: 'review' | 'risky', label: number): Word[] {
  return list.map((word) => ({ word, suggest, label }));
}
