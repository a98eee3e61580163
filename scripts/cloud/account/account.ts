import type { CloudApi } from '../api';
import { openAlarms } from './alarms';
import type { AlarmsAccount } from './alarms';
import { openDatabase } from './database';
import type { DatabaseAccount } from './database';
import { readEnvironment } from './environment';
import type { Environment } from './environment';
import { openFunctions } from './functions';
import type { FunctionsAccount } from './functions';
import { openStorage } from './storage';
import type { StorageAccount } from './storage';

/** The services of one environment of an account. */
export type Account = {
  environment: Environment;
  database: DatabaseAccount;
  storage: StorageAccount;
  functions: FunctionsAccount;
  alarms: AlarmsAccount;
};

export async function openAccount(api: CloudApi): Promise<Account> {
  const environment = await readEnvironment(api);
  return {
    environment,
    database: openDatabase(api, environment),
    storage: openStorage(api, environment),
    functions: openFunctions(api, environment),
    alarms: openAlarms(api, environment.bucketRegion),
  };
}
