import { writeRefused } from '../../wire/errors';
import { stringifyEjson } from '../ejson';
import { isArrayPosition } from '../query/path';
import type { Document, MaybeValue, Value } from '../values';
import { fieldOf, isDocument, setField } from '../values';

/**
 * A field of the document being updated. The document is a private copy, so values stored in it must be private copies
 * too.
 */
export type Target = {
  get(): MaybeValue;
  /** Creates missing documents on the way; throws when the path passes through anything but a document or an array. */
  set(value: Value): void;
  /** Removes the field; an array element becomes null instead. */
  unset(): void;
};

export function targetAt(document: Document, path: string): Target {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  return {
    get() {
      const holder = walk(document, steps);
      return holder === undefined ? undefined : child(holder, last);
    },
    set(value) {
      put(create(document, steps, last), last, value);
    },
    unset() {
      const holder = walk(document, steps);
      if (isDocument(holder)) Reflect.deleteProperty(holder, last);
      else if (Array.isArray(holder) && isArrayPosition(last) && Number(last) < holder.length)
        holder[Number(last)] = null;
    },
  };
}

type Holder = Document | Value[];

function walk(document: Document, steps: string[]): Holder | undefined {
  let holder: MaybeValue = document;
  for (const step of steps) {
    if (!isHolder(holder)) return undefined;
    holder = child(holder, step);
  }
  return isHolder(holder) ? holder : undefined;
}

function create(document: Document, steps: string[], last: string): Holder {
  let holder: Holder = document;
  for (const [position, step] of steps.entries()) {
    const next: MaybeValue = child(holder, step);
    if (next === undefined) {
      const made: Document = {};
      put(holder, step, made);
      holder = made;
    } else if (isHolder(next)) holder = next;
    else throw cannotCreate(steps[position + 1] ?? last, step, next);
    if (Array.isArray(holder) && !isArrayPosition(steps[position + 1] ?? last))
      throw cannotCreate(steps[position + 1] ?? last, step, holder);
  }
  return holder;
}

function cannotCreate(field: string, step: string, value: Value) {
  return writeRefused(
    `Cannot create field '${field}' in element {${step}: ${stringifyEjson(value)}}`,
  );
}

function isHolder(value: MaybeValue): value is Holder {
  return isDocument(value) || Array.isArray(value);
}

function child(holder: Holder, step: string): MaybeValue {
  if (!Array.isArray(holder)) return fieldOf(holder, step);
  return isArrayPosition(step) ? holder[Number(step)] : undefined;
}

/** MongoDB fills gaps in an array with nulls, up to this many. */
const maxBackfill = 1_500_000;

function put(holder: Holder, step: string, value: Value): void {
  if (!Array.isArray(holder)) {
    setField(holder, step, value);
    return;
  }
  const position = Number(step);
  if (position - holder.length > maxBackfill)
    throw writeRefused(`can't backfill more than ${maxBackfill} elements`);
  while (holder.length < position) holder.push(null);
  holder[position] = value;
}
