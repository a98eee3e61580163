import { withHealth } from '../shared/health';
import { openHealthProbe, openPush } from '../shared/platform';
import { createPushReceiver } from '../shared/push';
import { events } from './events';

export const main = withHealth(createPushReceiver(events, openPush), openHealthProbe);
