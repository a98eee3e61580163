import { byFallingPriority } from '../../domain/provider/api-config';
import type { ApiConfig, ConfiguredCapability } from '../../domain/provider/api-config';
import type { Database } from '../core/database';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseApiConfig } from '../rows/api-config';

export type ApiConfigRepository = ReturnType<typeof createApiConfigRepository>;

export function createApiConfigRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const reader = createRowReader(parseApiConfig, onInvalidRow);
  return {
    /**
     * All rows of a capability, including inactive ones, by descending priority. Never cached, so that a switch takes effect at
     * once. Malformed rows are skipped.
     */
    async list(capability: ConfiguredCapability): Promise<ApiConfig[]> {
      const { data } = await database
        .collection('api_configs')
        .where({ capability })
        .limit(100)
        .get();
      return reader.readAll(data).sort(byFallingPriority);
    },
  };
}
