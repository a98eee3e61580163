import { currentUser } from '../../services/session';

/** Whether to show the buttons that change something: `support` may only read. The cloud checks its own row. */
export function canChange(): boolean {
  return currentUser()?.userType === 'admin';
}
