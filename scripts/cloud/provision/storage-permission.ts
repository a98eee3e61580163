import type { Account } from '../account/account';
import type { Plan } from '../change';
import type { DesiredEnvironment } from '../wanted';
import { planPermission } from './collections';
import type { ProvisionOptions } from './options';

/** The bucket's rule. The platform takes 1 to 3 minutes to apply it. */
export async function planStoragePermission(
  { storage }: Account,
  { storagePermission }: DesiredEnvironment,
  { mayLoosen }: ProvisionOptions,
): Promise<Plan> {
  const plan = planPermission('云存储', await storage.readPermission(), storagePermission, {
    mayWiden: mayLoosen || !(await storage.hasFiles()),
    write: (next) => storage.writePermission(next),
  });
  return { ...plan, notes: [] };
}
