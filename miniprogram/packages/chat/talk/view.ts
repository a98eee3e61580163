import type { ChatMessage, Proposal } from '../../../../cloudfunctions/shared/contracts/chat';
import { joined } from '../../../utils/names';
import { clockTime, dayName } from '../../../utils/time';

export const examples = [
  '想画一张中秋的图，不要嫦娥和玉兔，要安静一点的',
  '给猫画一张生日贺卡，要温暖一点',
  '把「想家」画成一个画面',
];

/** The button below an answer: send the question again, or take it back to edit it. */
export type NextStep = '' | 'retry' | 'edit';

export type MessageRow = {
  /** Also the id of its node: letters, digits, - and _. */
  id: string;
  messageId: string;
  isMine: boolean;
  /** Shown before a question that was asked a while after the message before it. */
  time: string;
  text: string;
  isWaiting: boolean;
  isProblem: boolean;
  prompt: string;
  suggestion: string;
  note: string;
  next: NextStep;
};

const timeGapMs = 30 * 60_000;

/** `problems`: why a question was not accepted, by its message id. Such a question is not stored in the cloud. */
export function toRows(
  messages: ChatMessage[],
  problems: Record<string, string>,
  now: number,
): MessageRow[] {
  return messages.map((message, place) =>
    message.role === 'user'
      ? { ...emptyRow(message), time: timeOf(message, messages[place - 1] ?? null, now) }
      : toAnswerRow(message, problems),
  );
}

export function toAnswerRow(message: ChatMessage, problems: Record<string, string>): MessageRow {
  return { ...emptyRow(message), ...toAnswer(message, problems[message.messageId] ?? '') };
}

export function rowId({ role, messageId }: Pick<ChatMessage, 'role' | 'messageId'>): string {
  return `${role}-${messageId.replace(/[^\w-]/g, '_')}`;
}

function emptyRow(message: ChatMessage): MessageRow {
  return {
    id: rowId(message),
    messageId: message.messageId,
    isMine: message.role === 'user',
    time: '',
    text: message.text,
    isWaiting: false,
    isProblem: false,
    prompt: '',
    suggestion: '',
    note: '',
    next: '',
  };
}

function timeOf(message: ChatMessage, before: ChatMessage | null, now: number): string {
  const since = before ? Date.parse(message.createdAt) - Date.parse(before.createdAt) : Infinity;
  if (!(since > timeGapMs)) return '';
  return `${dayName(message.createdAt, now)} ${clockTime(message.createdAt)}`;
}

function toAnswer(message: ChatMessage, problem: string): Partial<MessageRow> {
  const { status, text, proposal, apUsed, errorMessage } = message;
  const said = { ...(proposal && { prompt: proposal.prompt, suggestion: suggestionOf(proposal) }) };
  if (problem !== '')
    return { text: problem, isProblem: true, note: '没有发出，未扣 AP', next: 'edit' };
  switch (status) {
    case 'streaming':
      return { ...said, isWaiting: text === '' && proposal === undefined };
    case 'completed':
      return { ...said, note: apUsed > 0 ? `本次 ${apUsed} AP` : '' };
    case 'stopped':
      return {
        ...said,
        text: text === '' && proposal === undefined ? '已停止，还没有回答' : text,
        note: apUsed > 0 ? `已停止 · 本次 ${apUsed} AP` : '已停止，未扣 AP',
      };
    case 'refused':
      return { text: '这个回答未通过审核，已收回\n未扣 AP，请换个说法', isProblem: true };
    case 'failed':
      return { text: failureText(errorMessage), isProblem: true, next: 'retry' };
  }
}

/** Always says that no AP were charged. */
function failureText(reason = ''): string {
  if (reason === '') return '没有回答成功，未扣 AP';
  return reason.includes('AP') ? reason : `${reason}\n未扣 AP`;
}

/** `建议：绘本 · 3:4`; empty when the assistant left both open. */
function suggestionOf({ styleName, ratio }: Proposal): string {
  const choice = joined(styleName, ratio);
  return choice === '' ? '' : `建议：${choice}`;
}
