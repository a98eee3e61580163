import type { InputOf } from '../../../../cloudfunctions/shared/contracts';
import type { QuotaSources } from '../../../../cloudfunctions/shared/contracts/quota';
import type { QuotaFeature } from '../../../../cloudfunctions/shared/contracts/values';
import { toText } from '../../../utils/text';
import { dateName, endOfDay } from '../../../utils/time';
import { explainReason, toReasonCount } from '../reason';
import { explainAmount, features, toAmount } from './amounts';
import { toMeaning } from './view';

/** The content of the form. `date` as `2026-12-31`; empty: without an end. */
export type Form = { feature: QuotaFeature; value: string; date: string; reason: string };

export const emptyForm: Form = { feature: 'image_daily', value: '', date: '', reason: '' };

export type FormView = {
  unit: string;
  until: string;
  hint: string;
  isWrong: boolean;
  canSave: boolean;
  canRemove: boolean;
  reasonCount: string;
  isReasonOver: boolean;
  saveLabel: string;
};

export function toFormView(form: Form, state: QuotaSources | null, now: number): FormView {
  const { unit = '' } = features.find(({ id }) => id === form.feature) ?? {};
  const value = toAmount(form.feature, form.value);
  const until = form.date === '' ? null : dateName(endOfDay(form.date), now);
  const isEmpty = form.value.trim() === '';
  const reasonProblem = explainReason(form.reason);
  const wrong = value === null && !isEmpty ? explainAmount(form.feature, form.value) : '';
  const hint =
    value !== null && state !== null
      ? toMeaning(state, value, until)
      : isEmpty
        ? '填写新额度后，这里会显示影响'
        : wrong;
  const canSave = value !== null && reasonProblem === '';
  return {
    unit,
    until: until === null ? '长期有效' : `至${until}`,
    hint,
    isWrong: wrong !== '',
    canSave,
    canRemove: state?.overrideLimit != null,
    ...toReasonCount(form.reason),
    saveLabel: canSave
      ? '保存，立即生效'
      : value === null
        ? `保存，${wrong || '先填新的额度'}`
        : `保存，${reasonProblem}`,
  };
}

type Adjustment = Omit<InputOf<'quota', 'adjust'>, 'requestId'>;

export function toAdjustment(userId: string, form: Form): Adjustment | null {
  const { feature, date } = form;
  const value = toAmount(feature, form.value);
  const reason = toText(form.reason);
  if (value === null || explainReason(reason) !== '') return null;
  return { userId, feature, value, reason, ...(date !== '' && { expiresAt: endOfDay(date) }) };
}
