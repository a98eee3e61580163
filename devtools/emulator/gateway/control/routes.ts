import type { Cloud } from '../../cloud';
import type { Route } from '../router';
import { clientPaymentRoutes } from './client-payment';
import { clientRoutes } from './client';
import { clientDatabaseRoutes } from './client-database';
import { clockRoutes } from './clock';
import { collectionRoutes } from './collections';
import { faultRoutes } from './faults';
import { functionRoutes } from './functions';
import { fileRoutes } from './files';
import { outboxRoutes } from './outbox';
import { planRoutes } from './plan';
import { pushRoutes } from './push';
import { stateRoutes } from './state';
import { wechatRoutes } from './wechat';

export function controlRoutes(cloud: Cloud): Route[] {
  return [
    ...functionRoutes(cloud),
    ...collectionRoutes(cloud),
    ...stateRoutes(cloud),
    ...clockRoutes(cloud),
    ...faultRoutes(cloud),
    ...planRoutes(cloud),
    ...fileRoutes(cloud),
    ...outboxRoutes(cloud),
    ...pushRoutes(cloud),
    ...wechatRoutes(cloud),
    ...clientRoutes(cloud),
    ...clientDatabaseRoutes(cloud),
    ...clientPaymentRoutes(cloud),
  ];
}
