import type { ChatSession } from '../../../../cloudfunctions/shared/contracts/chat';
import { momentName } from '../../../utils/time';

export type SessionRow = {
  id: string;
  title: string;
  preview: string;
  time: string;
  isCurrent: boolean;
};

export function toSessions(
  sessions: ChatSession[],
  current: string | null,
  now: number,
): SessionRow[] {
  return sessions.map(({ sessionId, title, preview, updatedAt }) => ({
    id: sessionId,
    title: title || '新对话',
    preview: (preview || '').replace(/\s+/g, ' '),
    time: momentName(updatedAt, now),
    isCurrent: sessionId === current,
  }));
}
