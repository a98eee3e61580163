import type { FailureDetails } from '../../cloudfunctions/shared/contracts/reply';

/** What users call the fields that they fill in. The other fields are filled in by the app. */
const fieldNames = new Map([
  ['prompt', '描述'],
  ['character', '角色'],
  ['style', '风格'],
  ['emotion', '情绪'],
  ['size', '尺寸'],
  ['quality', '画质'],
  ['text', '内容'],
  ['title', '名称'],
  ['nickname', '昵称'],
  ['reason', '原因'],
  ['value', '额度'],
  ['days', '天数'],
  ['expiresAt', '到期日'],
]);

/** The sentence for a refused input, without the field names of the contract. */
export function explainInvalidInput(details: FailureDetails['INVALID_INPUT']): string {
  const { field, problem } = details;
  // The problem of a picture is a whole sentence.
  if (field === 'avatar') return problem;
  const name = fieldNames.get(field);
  return name === undefined ? '提交的内容有误，请返回后重试' : `${name}${problem}`;
}
