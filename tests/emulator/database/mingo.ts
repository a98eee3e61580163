import { Aggregator } from 'mingo/aggregator';
import { Context } from 'mingo/core';
import * as accumulator from 'mingo/operators/accumulator';
import * as expression from 'mingo/operators/expression';
import * as pipeline from 'mingo/operators/pipeline';
import * as projection from 'mingo/operators/projection';
import { plainDocument } from '../../../devtools/emulator/database/aggregate/expression/delegated';
import { run } from '../../../devtools/emulator/database/aggregate/pipeline';
import { Store } from '../../../devtools/emulator/database/store';
import { takeInDocument } from '../../../devtools/emulator/database/values';
import type { Document } from '../../../devtools/emulator/database/values';

const context = Context.init({ accumulator, expression, pipeline, projection });

/** The result of a stage in mingo, or `refused`. */
export function inMingo(documents: Document[], stage: Document): unknown {
  const mingo = new Aggregator([plainDocument(stage)], { context, scriptEnabled: false });
  try {
    return mingo.run(documents.map(plainDocument)).map((result) => takeInDocument(result));
  } catch {
    return 'refused';
  }
}

const store = new Store(null);

export function staged(documents: Document[], stage: Document): Document[] {
  const stages = Object.entries(stage).map(([name, operand]) => ({ name, operand }));
  return run(documents, stages, { store, variables: new Map() });
}

export function here(documents: Document[], stage: Document): unknown {
  try {
    // Mingo does not know that a whole number was a double.
    return staged(documents, stage).map(plainDocument);
  } catch {
    return 'refused';
  }
}
