import type { ApiConfig, ProviderTest } from '../../domain/provider/api-config';
import type { Clock } from '../../domain/time/clock';
import { AppError } from '../../error';
import { isAudited, writeAudit } from '../core/audit';
import type { AdminRequest } from '../core/audit';
import type { Database } from '../core/database';
import { omitUndefined } from '../core/database';
import { fixedWaits, retry } from '../core/retry';
import { inTransaction } from '../core/transaction';
import { parseApiConfigOrNull } from '../rows/api-config';

export type ProviderTestRepository = ReturnType<typeof createProviderTestRepository>;

/** The latest test of a model is stored in the model's own row. */
export function createProviderTestRepository(database: Database, clock: Clock) {
  const { command } = database;
  const configs = () => database.collection('api_configs');

  return {
    /** Throws InvalidRowError for a malformed row: there is nothing to test then. */
    async find(configId: string): Promise<ApiConfig | null> {
      return parseApiConfigOrNull((await configs().doc(configId).get()).data);
    },

    /**
     * Records that the order is about to be sent. False: this request has already done so, so nothing may be sent. Throws BUSY
     * while another test of the model is running.
     */
    begin(request: AdminRequest, test: ProviderTest): Promise<boolean> {
      return inTransaction(database, clock, async (transaction) => {
        if (await isAudited(transaction, request)) return false;
        const reference = transaction.collection('api_configs').doc(request.target);
        const config = parseApiConfigOrNull((await reference.get()).data);
        if (config === null) throw new AppError('NOT_FOUND');
        const { lastTest } = config;
        const now = clock.now();
        if (lastTest?.state === 'running' && now < lastTest.deadline) throw new AppError('BUSY');
        await reference.update({ data: { lastTest: command.set(omitUndefined(test)) } });
        const { model, costFen } = test;
        await writeAudit(transaction, request, { before: {}, after: { model, costFen } }, now);
        return true;
      });
    },

    /** Writes only while this very test is running: an ended test stays as it is. */
    async change(configId: string, test: ProviderTest): Promise<void> {
      const { requestId } = test;
      await retry(clock, fixedWaits(200, 1_000), () =>
        configs()
          .where({
            ...{ _id: configId, 'lastTest.requestId': requestId },
            'lastTest.state': 'running',
          })
          .update({ data: { lastTest: command.set(omitUndefined(test)) } }),
      );
    },
  };
}
