import { userIdOf, workIdOf } from '../../cloudfunctions/shared/domain/ids';
import type { Target } from './scenario';

export function idOf({ owner, request, index }: Target): string {
  return workIdOf(userIdOf(owner), request, index);
}
