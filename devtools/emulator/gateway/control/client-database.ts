import type { Cloud } from '../../cloud';
import { toClientError } from '../../client/errors';
import { readAsClient } from '../../client/query';
import { ClientRequest, queryOf } from '../../client/requests';
import { writeAsClient } from '../../client/write';
import { ControlError, check } from '../router';
import type { Route } from '../router';
import { Openid } from './functions';

/** Serves `wx.cloud.database()` of a phone, under the permission of the collection. */
export function clientDatabaseRoutes(cloud: Cloud): Route[] {
  return [
    {
      method: 'POST',
      path: '/local/client/database',
      async run(request) {
        const wanted = await request.ejson(ClientRequest);
        const openid = check(Openid.optional(), request.headers['x-openid']);
        try {
          return await serve(cloud, wanted, openid);
        } catch (error) {
          const { errCode, errMsg } = toClientError(error);
          throw new ControlError(403, errMsg, { errCode, errMsg });
        }
      },
    },
  ];
}

function serve(cloud: Cloud, request: ClientRequest, openid: string | undefined): unknown {
  switch (request.operation) {
    case 'get':
      return readAsClient(cloud, { ...request, query: queryOf(request) }, openid);
    case 'count': {
      const query = { collection: request.collection, query: queryOf(request), orderBy: [] };
      return { total: readAsClient(cloud, { ...query, limit: 1 }, openid).total };
    }
    default:
      return writeAsClient(cloud, request, openid);
  }
}
