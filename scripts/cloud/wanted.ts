import {
  functionRulesFile,
  readRulesFile,
  storageRulesFile,
} from '../../devtools/emulator/rules/files';
import { FunctionRules } from '../../devtools/emulator/rules/function-rules';
import { StorageRules, toBucketRule } from '../../devtools/emulator/rules/storage-rules';
import { readSeedFiles, readTemplates, resolveSeed } from '../../devtools/emulator/templates';
import type { SeedFile } from '../../devtools/emulator/templates';
import { AdminError } from '../admin/errors';
import type { Index, Permission, Row } from './account/database';
import { toPermission } from './permission';

export type { FunctionRules };

export type WantedCollection = {
  name: string;
  indexes: Index[];
  permission: Permission;
  /** The seed rows, given the ids of the seed files. */
  toRows: (toFileId: (path: string) => string) => Row[];
};

/** The content of an environment according to `database-templates/`. */
export type DesiredEnvironment = {
  collections: WantedCollection[];
  storagePermission: Permission;
  /** Whether phones may call a function, by its name; `*` stands for all functions not listed. */
  functionRules: FunctionRules;
  seedFiles: SeedFile[];
};

export function readWanted(folder: string): DesiredEnvironment {
  return {
    collections: readTemplates(folder).map(
      ({ collection, indexes, permission, seed, cloudSeed }) => ({
        name: collection,
        indexes: indexes.map(({ name, fields, unique }) => ({
          name,
          fields,
          isUnique: unique === true,
        })),
        permission: toPermission(permission),
        toRows: (toFileId) =>
          seed
            .map((row) => cloudSeed.find(({ _id }) => _id === row['_id']) ?? row)
            .map((row) => resolveSeed(row, toFileId) as unknown as Row),
      }),
    ),
    storagePermission: toPermission(
      toBucketRule(
        requireRules(storageRulesFile, readRulesFile(folder, storageRulesFile, StorageRules)),
      ),
    ),
    functionRules: requireRules(
      functionRulesFile,
      readRulesFile(folder, functionRulesFile, FunctionRules),
    ),
    seedFiles: readSeedFiles(folder),
  };
}

function requireRules<Rules>(name: string, rules: Rules | null): Rules {
  if (rules === null) throw new AdminError(`缺少 database-templates/${name}`);
  return rules;
}
