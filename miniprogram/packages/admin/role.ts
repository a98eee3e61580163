import { currentUser } from '../../services/session';

/** Whether the buttons that change something are shown; the cloud decides by its own row. `support` reads and explains. */
export function canChange(): boolean {
  return currentUser()?.userType === 'admin';
}
