import { ObjectId, Timestamp } from 'bson';
import { requestFailed } from '../../../../wire/errors';
import { isDocument, isNumeric, toNumber } from '../../../values';
import type { Document, MaybeValue, Value } from '../../../values';
import { isMissing, optional, parametersOf } from '../arguments';
import { foundType } from '../arrays';
import { textOf } from '../text';
import type { CompileOperator, Compiler, Expression, Operators } from '../types';
import { dayOfYear, fromIsoWeek, isoDayOfWeek, isoWeek, isoWeekYear, week } from './calendar';
import { compileFormat } from './format';
import { compileDateParser, parseDate } from './parse';
import { fromLocal, toLocal, toZone, utc, utcOf } from './zone';
import type { Zone } from './zone';

export const dates: Operators = [
  part('$year', (local) => local.getUTCFullYear()),
  part('$month', (local) => local.getUTCMonth() + 1),
  part('$dayOfMonth', (local) => local.getUTCDate()),
  part('$hour', (local) => local.getUTCHours()),
  part('$minute', (local) => local.getUTCMinutes()),
  part('$second', (local) => local.getUTCSeconds()),
  part('$millisecond', (local) => local.getUTCMilliseconds()),
  part('$dayOfYear', dayOfYear),
  part('$dayOfWeek', (local) => local.getUTCDay() + 1),
  part('$week', week),
  part('$isoDayOfWeek', isoDayOfWeek),
  part('$isoWeek', isoWeek),
  part('$isoWeekYear', isoWeekYear),
  ['$dateToString', dateToString],
  ['$dateFromString', dateFromString],
  ['$dateFromParts', dateFromParts],
];

/** An operator that extracts one number of a date, which is given directly or as `{ date, timezone }`. */
function part(name: string, numberOf: (local: Date) => number): [string, CompileOperator] {
  return [
    name,
    (operand, compiler) => {
      const source: Value = Array.isArray(operand) ? (operand[0] ?? null) : operand;
      if (Array.isArray(operand) && operand.length !== 1)
        throw requestFailed(`${name} accepts exactly one argument if given an array`);
      const isNamed = isDocument(source) && !Object.keys(source)[0]?.startsWith('$');
      const parameters = isNamed ? parametersOf(name, source, ['date'], ['timezone']) : null;
      const date = compiler.compile(parameters?.date ?? source);
      const zone = zoneOf(parameters?.timezone, compiler);
      return {
        evaluate(document) {
          const value = date.evaluate(document);
          const inZone = zone(document);
          if (isMissing(value) || inZone === null) return null;
          return numberOf(toLocal(toDate(value).getTime(), inZone));
        },
      };
    },
  ];
}

/**
 * The zone that the parameter names. Null when it evaluates to null or missing, which makes the result of the operator
 * null.
 */
function zoneOf(
  source: Value | undefined,
  compiler: Compiler,
): (document: Document) => Zone | null {
  const expression = optional(compiler, source);
  if (expression === null) return () => utc;
  return (document) => {
    const name = expression.evaluate(document);
    if (isMissing(name)) return null;
    return toZone(textOf('timezone', name));
  };
}

function toDate(value: Value): Date {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.getHighBits() * 1000);
  throw requestFailed(`can't convert from BSON type ${foundType(value)} to Date`);
}

function dateToString(operand: Value, compiler: Compiler): Expression {
  const parameters = parametersOf(
    '$dateToString',
    operand,
    ['date'],
    ['format', 'timezone', 'onNull'],
  );
  const date = compiler.compile(parameters.date);
  const format = optional(compiler, parameters.format);
  const zone = zoneOf(parameters.timezone, compiler);
  const onNull = optional(compiler, parameters.onNull);
  // A constant format is checked before the first document.
  const constant = typeof format?.constant === 'string' ? compileFormat(format.constant) : null;
  return {
    evaluate(document) {
      const value = date.evaluate(document);
      if (isMissing(value)) return onNull === null ? null : onNull.evaluate(document);
      const inZone = zone(document);
      const pattern = format === null ? defaultFormat(inZone ?? utc) : format.evaluate(document);
      if (inZone === null || isMissing(pattern)) return null;
      const show = constant ?? compileFormat(textOf('$dateToString', pattern));
      return show(toDate(value), inZone);
    },
  };
}

function defaultFormat(zone: Zone): string {
  return `%Y-%m-%dT%H:%M:%S.%L${zone.isUtc ? 'Z' : ''}`;
}

function dateFromString(operand: Value, compiler: Compiler): Expression {
  const parameters = parametersOf(
    '$dateFromString',
    operand,
    ['dateString'],
    ['format', 'timezone', 'onError', 'onNull'],
  );
  const text = compiler.compile(parameters.dateString);
  const format = optional(compiler, parameters.format);
  const zone = zoneOf(parameters.timezone, compiler);
  const onError = optional(compiler, parameters.onError);
  const onNull = optional(compiler, parameters.onNull);

  return {
    evaluate(document) {
      const value = text.evaluate(document);
      if (isMissing(value)) return onNull === null ? null : onNull.evaluate(document);
      const inZone = zone(document);
      const pattern = format === null ? '' : format.evaluate(document);
      if (inZone === null || isMissing(pattern)) return null;
      const parse =
        format === null ? parseDate : compileDateParser(textOf('$dateFromString', pattern));
      try {
        const asked = parameters.timezone === undefined ? null : inZone;
        return parse(textOf('$dateFromString', value), asked);
      } catch (error) {
        if (onError === null) throw error;
        return onError.evaluate(document);
      }
    },
  };
}

const calendarParts = ['year', 'month', 'day'] as const;
const isoParts = ['isoWeekYear', 'isoWeek', 'isoDayOfWeek'] as const;
const timeParts = ['hour', 'minute', 'second', 'millisecond'] as const;

/** Parts beyond their range carry over: month 14 is February of the next year. */
function dateFromParts(operand: Value, compiler: Compiler): Expression {
  const isIso = isDocument(operand) && Object.hasOwn(operand, 'isoWeekYear');
  const [first, ...others] = isIso ? isoParts : calendarParts;
  const optionalParts = [...others, ...timeParts, 'timezone'] as const;
  const parameters: Document = parametersOf('$dateFromParts', operand, [first], optionalParts);
  const names = [first, ...others, ...timeParts];
  const parts = names.map((name) => optional(compiler, parameters[name]));
  const zone = zoneOf(parameters['timezone'], compiler);
  return {
    evaluate(document) {
      const values = parts.map((each, position) =>
        each === null ? Number(position === 1 || position === 2) : each.evaluate(document),
      );
      const inZone = zone(document);
      if (values.some(isMissing) || inZone === null) return null;
      const [year, month, day, hour, minute, second, millisecond] = values.map((value, position) =>
        partOf(names[position] ?? '', value),
      ) as [number, number, number, number, number, number, number];
      if (year < 1 || year > 9999)
        throw requestFailed(
          `'${first}' must evaluate to an integer in the range 1 to 9999, found ${year}`,
        );
      const midnight = isIso
        ? fromIsoWeek(year, month, day)
        : utcOf([year, month - 1, day], [0, 0, 0, 0]);
      const time = ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
      return new Date(fromLocal(midnight + time, inZone));
    },
  };
}

function partOf(name: string, value: MaybeValue): number {
  const number = isNumeric(value) ? toNumber(value) : NaN;
  if (Number.isInteger(number)) return number;
  throw requestFailed(`'${name}' must evaluate to an integer, found ${foundType(value)}`);
}
