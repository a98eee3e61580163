import type { Cloud } from '../../cloud';
import { ClientDatabaseError } from '../../client/errors';
import { ClientQuery, readAsClient } from '../../client/query';
import { ControlError, check } from '../router';
import type { Route } from '../router';
import { Openid } from './functions';

/** Reads of `wx.cloud.database()`, under the permission of the collection. */
export function clientDatabaseRoutes(cloud: Cloud): Route[] {
  return [
    {
      method: 'POST',
      path: '/local/client/database',
      async run(request) {
        const wanted = await request.ejson(ClientQuery);
        const openid = check(Openid.optional(), request.headers['x-openid']);
        try {
          return readAsClient(cloud, wanted, openid);
        } catch (error) {
          if (!(error instanceof ClientDatabaseError)) throw error;
          const { errCode, errMsg } = error;
          throw new ControlError(403, errMsg, { errCode, errMsg });
        }
      },
    },
  ];
}
