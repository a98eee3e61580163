import { send, stop } from './actions/answer';
import { getQuota } from './actions/quota';
import { listMessages, listSessions, remove, rename } from './actions/sessions';

export const actions = { send, stop, getQuota, listSessions, listMessages, rename, remove };
