import type { Cloud } from '../../cloud';
import type { Route } from '../router';
import { clientRoutes } from './client';
import { clientDatabaseRoutes } from './client-database';
import { clockRoutes } from './clock';
import { collectionRoutes } from './collections';
import { faultRoutes } from './faults';
import { functionRoutes } from './functions';
import { fileRoutes } from './files';
import { outboxRoutes } from './outbox';
import { pushRoutes } from './push';
import { stateRoutes } from './state';

export function controlRoutes(cloud: Cloud): Route[] {
  return [
    ...functionRoutes(cloud),
    ...collectionRoutes(cloud),
    ...stateRoutes(cloud),
    ...clockRoutes(cloud),
    ...faultRoutes(cloud),
    ...fileRoutes(cloud),
    ...outboxRoutes(cloud),
    ...pushRoutes(cloud),
    ...clientRoutes(cloud),
    ...clientDatabaseRoutes(cloud),
  ];
}
