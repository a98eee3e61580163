import type { VisionQuestion } from '../provider/port';

export type FidelityKind = 'photography' | 'fitting';

const same = '一致';
const different = '不一致';
const choices = [same, different] as const;

export type FidelityDifference = {
  question: 'kind' | 'colors' | 'pattern' | 'text' | 'person' | 'body';
};

/** `down`: there was no verdict, which counts as no difference. */
export type FidelityVerdict = {
  verdict: 'same' | 'different' | 'down';
  differences: readonly FidelityDifference[];
};

const ofGarment: readonly VisionQuestion[] = [
  { id: 'kind', text: '衣服的种类、领型、袖长和衣长一致吗？', choices },
  { id: 'colors', text: '衣服的颜色一致吗？光线造成的明暗不算。', choices },
  { id: 'pattern', text: '衣服的图案和纹理一致吗？都没有图案也算一致。', choices },
  { id: 'text', text: '衣服上的文字和标志一致吗？都没有也算一致。', choices },
];
/** Asked only if the person's photo is one of the pictures. */
const ofPerson: readonly VisionQuestion[] = [
  { id: 'person', text: '生成图里的人和人物原图是同一个人吗？', choices },
  { id: 'body', text: '体型一致吗？生成图里的人明显变瘦算不一致。', choices },
];

/** Fixed questions, so that a user's text cannot influence the answers. */
export function questionsOf(hasPerson: boolean): readonly VisionQuestion[] {
  return hasPerson ? [...ofGarment, ...ofPerson] : ofGarment;
}

/** The adapter drops an answer outside the choices; the whole check then counts as down. */
export function judgeFidelity(
  questions: readonly VisionQuestion[],
  answers: Readonly<Record<string, string>>,
): FidelityVerdict {
  const isComplete = questions.every(({ id }) => answers[id] === same || answers[id] === different);
  if (!isComplete) return { verdict: 'down', differences: [] };
  const differences = questions
    .filter(({ id }) => answers[id] === different)
    .map(({ id }) => ({ question: id as FidelityDifference['question'] }));
  return { verdict: differences.length === 0 ? 'same' : 'different', differences };
}

/**
 * The fidelity result of a delivered picture. `redrawn`: the second drawing was right; `different`: delivered with doubt;
 * `paidBack`: delivered with doubt, and its credit refunded; `down`: there was no verdict.
 */
export const fidelityResults = ['same', 'redrawn', 'different', 'paidBack', 'down'] as const;
export type FidelityResult = (typeof fidelityResults)[number];

export function fidelityResult(
  verdict: FidelityVerdict['verdict'],
  { hasRerolled }: { hasRerolled: boolean },
): FidelityResult {
  return verdict === 'same' && hasRerolled ? 'redrawn' : verdict;
}
