import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseApiConfig } from '../../cloudfunctions/shared/data/rows/api-config';
import { hasWorked } from '../../cloudfunctions/shared/domain/provider/api-config';
import { InvalidRowError } from '../../cloudfunctions/shared/data/core/rows';

const template = JSON.parse(
  readFileSync(join(__dirname, '../../database-templates/api_configs.json'), 'utf8'),
) as { seed: { _id: string }[]; cloudSeed: { _id: string }[] };
const inCloud = template.seed.map(
  (row) => template.cloudSeed.find(({ _id }) => _id === row._id) ?? row,
);

const row = {
  ...{ _id: 'a', provider: 'zhipu', capability: 'text2img', model: 'cogview-4' },
  ...{ priority: 1, isActive: true, mode: 'sync', maxConcurrent: 1, perMinute: 1 },
  ...{ deadlineSeconds: 45, priceFen: 6, region: 'cn' },
};

describe('a row of api_configs', () => {
  it('needs only the fields that decide', () => {
    expect(parseApiConfig(row)).toEqual({
      ...{ id: 'a', provider: 'zhipu', capability: 'text2img', model: 'cogview-4' },
      ...{ priority: 1, weight: 1, isActive: true, mode: 'sync', maxConcurrent: 1, perMinute: 1 },
      ...{ deadlineSeconds: 45, priceFen: 6, sizes: [], maxRefs: 0, region: 'cn' },
      ...{ defaultParams: {}, version: 1 },
    });
  });

  it.each([
    ['mode', { mode: 'push' }],
    ['capability', { capability: 'video' }],
    ['model', { model: '' }],
    ['weight', { weight: 0 }],
    ['sizes', { sizes: ['1024*1024'] }],
    ['region', { region: 'us' }],
    ['deadlineSeconds', { deadlineSeconds: 46 }],
    ['deadlineSeconds', { mode: 'async', deadlineSeconds: 901 }],
    ['maxConcurrent', { maxConcurrent: 0 }],
  ])('is refused for a wrong %s', (field, change) => {
    expect(() => parseApiConfig({ ...row, ...change })).toThrow(InvalidRowError);
    expect(() => parseApiConfig({ ...row, ...change })).toThrow(field);
  });
});

describe('the test result of a row', () => {
  const lastTest = {
    ...{ requestId: 'q', adminId: 'root', model: 'cogview-4', state: 'worked' },
    ...{ startedAt: new Date(0), deadline: new Date(1) },
  };

  it('counts only for the model that was tested', () => {
    expect(hasWorked(parseApiConfig({ ...row, lastTest }))).toBe(true);
    expect(hasWorked(parseApiConfig({ ...row, lastTest, model: 'cogview-5' }))).toBe(false);
    expect(hasWorked(parseApiConfig(row))).toBe(false);
    expect(hasWorked(parseApiConfig({ ...row, lastTest: { ...lastTest, state: 'failed' } }))).toBe(
      false,
    );
  });

  it('does not disable the model when it is malformed', () => {
    expect(parseApiConfig({ ...row, lastTest: { state: 'maybe' } })).toMatchObject({ id: 'a' });
  });
});

describe('the seed', () => {
  const capabilitiesOf = (rows: readonly unknown[]) =>
    rows
      .map(parseApiConfig)
      .filter(({ isActive }) => isActive)
      .map(({ capability }) => capability);

  it('offers every capability, in the workshop and in the cloud', () => {
    const all = ['chat', 'edit', 'text2img', 'tryon', 'vision'];
    expect([...new Set(capabilitiesOf(template.seed))].sort()).toEqual(all);
    expect([...new Set(capabilitiesOf(inCloud))].sort()).toEqual(all);
  });

  it('uses no vendor abroad, and in the cloud only Zhipu at first', () => {
    const active = inCloud.map(parseApiConfig).filter(({ isActive }) => isActive);
    expect(active.filter(({ region }) => region !== 'cn')).toEqual([]);
    expect(active.filter(({ mode, provider }) => mode === 'sync' && provider !== 'zhipu')).toEqual(
      [],
    );
  });
});
