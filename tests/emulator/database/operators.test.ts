import type { Database } from '../../../devtools/emulator/database/database';
import { arithmetic } from './operators/arithmetic-cases';
import { arrays } from './operators/array-cases';
import { commands } from './operators/command-cases';
import { missing, Refusal } from './operators/case';
import type { Case, Cases } from './operators/case';
import { dates } from './operators/date-cases';
import { stages } from './operators/stage-cases';
import { texts } from './operators/text-cases';
import { values } from './operators/value-cases';
import { withSdk } from './sdk';
import type { Aggregate, SdkDatabase } from './sdk';

let db: SdkDatabase;
let database: Database;

withSdk((sdk) => ({ db, database } = sdk));

const expressions: Cases = { ...arithmetic, ...arrays, ...values, ...texts, ...dates };

describe('the operators of the SDK', () => {
  it('all have cases: expressions', () => {
    // A pipeline inside `lookup` is no expression.
    const known = Object.keys(db.command.aggregate).filter((name) => name !== 'pipeline');

    expect(Object.keys(expressions).sort()).toEqual(known.sort());
  });

  it('all have cases: commands of queries and updates', () => {
    const known = Object.keys(db.command).filter((name) => name !== 'aggregate');

    expect(Object.keys(commands).sort()).toEqual(known.sort());
  });

  it('all have cases: stages', () => {
    const { constructor, pushStage, end, ...known } = Object.getOwnPropertyDescriptors(
      Object.getPrototypeOf(db.collection('rows').aggregate()),
    );

    expect([constructor, pushStage, end]).not.toContain(undefined);
    expect(Object.keys(stages).sort()).toEqual(Object.keys(known).sort());
  });
});

async function outcomeOf(run: Promise<unknown>): Promise<unknown> {
  try {
    return { answer: await run };
  } catch (error) {
    return { refusal: error instanceof Error ? error.message : error };
  }
}

function refusalOf({ words }: Refusal): unknown {
  return { refusal: expect.stringContaining(words) as string };
}

const allCases = Object.entries(expressions).flatMap(([name, cases]) =>
  cases.map((each): [name: string, ...Case] => [name, ...each]),
);

describe('an expression of the SDK', () => {
  it.each(allCases)('%s of %j is %p', async (name, operand, expected, document = {}) => {
    database.drop('rows');
    database.put('rows', [{ _id: 1, ...document }]);
    const source = db.command.aggregate[name]?.(operand);
    const result = db.collection('rows').aggregate().project({ _id: 0, made: source }).end();

    const made = expected === missing ? {} : { made: expected };
    expect(await outcomeOf(result.then(({ list }) => list[0]))).toEqual(
      expected instanceof Refusal ? refusalOf(expected) : { answer: made },
    );
  });
});

describe('a command of the SDK', () => {
  const cases = Object.entries(commands).flatMap(([name, list]) =>
    list.map((each, position) => [`${name}, case ${position + 1}`, each] as const),
  );

  it.each(cases)('%s', async (_name, { rows, run, expected }) => {
    database.drop('rows');
    database.createCollection('rows');
    database.put('rows', rows(db));
    const result = run(db.collection('rows'), db.command, db);

    expect(await outcomeOf(result)).toEqual(
      expected instanceof Refusal ? refusalOf(expected) : { answer: expected },
    );
  });
});

describe('a stage of the SDK', () => {
  const cases = Object.entries(stages).flatMap(([name, list]) =>
    list.map(([operand, expected, rows], position) => ({
      name,
      operand,
      expected,
      rows,
      position,
    })),
  );

  it.each(cases)('$name, case $position', async ({ name, operand, expected, rows }) => {
    database.drop('rows');
    database.put('rows', rows);
    const run = async () => {
      const pipeline = db.collection('rows').aggregate() as unknown as Record<
        string,
        (operand: unknown) => Aggregate
      >;
      return (await pipeline[name]?.(operand).end())?.list;
    };

    expect(await outcomeOf(run())).toEqual(
      expected instanceof Refusal ? refusalOf(expected) : { answer: expected },
    );
  });
});
