import type { Account } from '../account/account';
import type { Plan } from '../change';
import type { Wanted } from '../wanted';
import { planPermission } from './collections';
import type { ProvisionOptions } from './options';

/** The rule of the bucket. The platform needs 1 to 3 minutes until it is in force. */
export async function planStoragePermission(
  { storage }: Account,
  { storagePermission }: Wanted,
  { mayLoosen }: ProvisionOptions,
): Promise<Plan> {
  const plan = planPermission('云存储', await storage.readPermission(), storagePermission, {
    mayWiden: mayLoosen || !(await storage.hasFiles()),
    write: (next) => storage.writePermission(next),
  });
  return { ...plan, notes: [] };
}
