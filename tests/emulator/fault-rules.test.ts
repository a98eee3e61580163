import { createFaults } from '../../devtools/emulator/faults/faults';
import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';

let cloud: ProbeCloud;

beforeAll(async () => {
  cloud = await startProbeCloud();
});
afterAll(() => cloud.close());

const call = (method: string, path: string, body?: unknown) => cloud.control(method, path, body);

describe('/local/faults', () => {
  it('sets, lists and clears rules', async () => {
    const rule = { service: 'database', operation: 'get', fault: 'hang', nth: 2 };

    expect((await call('PUT', '/local/faults', [rule])).body).toEqual([{ ...rule, fired: 0 }]);
    expect((await call('GET', '/local/faults')).body).toEqual([{ ...rule, fired: 0 }]);
    expect((await call('DELETE', '/local/faults')).body).toEqual([]);
  });

  const fails = { fault: 'fail-before' };
  it.each([
    ['service', 'database', { ...fails, service: 'mail' }],
    ['fault', 'fail-after', { service: 'http', fault: 'burn' }],
    ['operation', 'commit', { ...fails, service: 'database', operation: 'updat' }],
    ['operation', 'invoke', { ...fails, service: 'functions', operation: 'call' }],
    ['operation', 'msgSecCheck', { ...fails, service: 'openapi', operation: 'security.check' }],
    ['operation', 'POST', { ...fails, service: 'http', operation: 'post' }],
    ['collection', 'rows', { ...fails, service: 'database', collection: 'load' }],
    ['collection', 'database', { ...fails, service: 'storage', collection: 'rows' }],
    ['host', 'http', { ...fails, service: 'storage', host: 'a.example' }],
    ['function', 'probe', { ...fails, service: 'http', function: 'prob' }],
    ['functoin', 'function', { ...fails, service: 'http', functoin: 'probe' }],
    ['fault', 'database', { service: 'storage', fault: 'conflict' }],
    ['fault', 'body', { service: 'database', fault: 'reply' }],
    ['fault', 'body', { service: 'storage', fault: 'reply' }],
    ['nth', '>=1', { ...fails, service: 'http', nth: 0 }],
  ])('refuses a wrong %s and lists the valid names: %s', async (field, known, rule) => {
    const { status, body } = await call('PUT', '/local/faults', [
      { ...fails, service: 'http' },
      rule,
    ]);
    const { error } = body as { error: { field: string; message: string } };

    expect(status).toBe(400);
    expect(error.field).toBe(`1.${field}`);
    expect(error.message).toContain(known);
    expect((await call('GET', '/local/faults')).body).toEqual([]);
  });

  it('accepts a rule on the creation of a missing collection', async () => {
    const rule = { ...fails, service: 'database', operation: 'createCollection' };

    expect((await call('PUT', '/local/faults', [{ ...rule, collection: 'new' }])).status).toBe(200);
    await call('DELETE', '/local/faults');
  });
});

describe('fault rules', () => {
  const add = { service: 'database', operation: 'add', collection: 'works' } as const;

  function strikes(rule: Partial<FaultRule>, calls: number): number[] {
    const faults = createFaults();
    faults.set([{ ...add, fault: 'delay', ...rule }]);
    return Array.from({ length: calls }, (_, index) => index + 1).filter(
      () => faults.strike(add) !== null,
    );
  }

  it.each<[string, Partial<FaultRule>, number[]]>([
    ['fire at every call', {}, [1, 2, 3, 4, 5]],
    ['fire once, at the n-th call', { nth: 3 }, [3]],
    ['fire from the n-th call on', { nth: 3, times: 2 }, [3, 4]],
    ['fire a number of times', { times: 2 }, [1, 2]],
    ['ignore other collections', { collection: 'users' }, []],
    ['ignore other operations', { operation: 'get' }, []],
    ['ignore other functions', { function: 'login' }, []],
  ])('%s', (_what, rule, expected) => {
    expect(strikes(rule, 5)).toEqual(expected);
  });

  it('fire with their probability, for the same calls with the same seed', () => {
    const struck = strikes({ probability: 0.25, seed: 7 }, 1000);

    expect(struck.length).toBeGreaterThan(200);
    expect(struck.length).toBeLessThan(300);
    expect(strikes({ probability: 0.25, seed: 7 }, 1000)).toEqual(struck);
    expect(strikes({ probability: 0.25, seed: 8 }, 1000)).not.toEqual(struck);
  });
});
