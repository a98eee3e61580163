import { requestFailed } from '../../wire/errors';
import type { Document, Value } from '../values';
import { isDocument, isNumeric, toNumber } from '../values';

export type Test = (value: Value) => boolean;

/** The length in code points; null when the value is not a string. */
export function lengthOf(value: Value): number | null {
  return typeof value === 'string' ? Array.from(value).length : null;
}

export function itemCount(value: Value): number | null {
  return Array.isArray(value) ? value.length : null;
}

export function fieldCount(value: Value): number | null {
  return isDocument(value) ? Object.keys(value).length : null;
}

export function onNumber(test: (value: number) => boolean): Test {
  return (value) => !isNumeric(value) || test(toNumber(value));
}

export function onArray(test: (items: Value[]) => boolean): Test {
  return (value) => !Array.isArray(value) || test(value);
}

export function onDocument(test: (document: Document) => boolean): Test {
  return (value) => !isDocument(value) || test(value);
}

export function numberOf(name: string, operand: Value): number {
  if (!isNumeric(operand)) throw invalid(name, 'a number');
  return toNumber(operand);
}

export function listOf(name: string, operand: Value): Value[] {
  if (!Array.isArray(operand) || operand.length === 0) throw invalid(name, 'a nonempty array');
  return operand;
}

export function invalid(name: string, wanted: string) {
  return requestFailed(`$jsonSchema keyword '${name}' must be ${wanted}`);
}
