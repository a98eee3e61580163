import { refuses } from './case';
import type { Case, Cases } from './case';

const at = (text: string) => ({ d: new Date(text) });
const may = at('2019-05-14T09:38:51.686Z');
const eve = at('2023-12-31T16:30:00Z');
const shanghai = { date: '$d', timezone: 'Asia/Shanghai' };
const newYork = (format: string) => ({ date: '$d', format, timezone: 'America/New_York' });

/** The part of a date in UTC, in Shanghai (where it is already the next year), of null, and of a value that is not a date. */
const part = (inMay: number, onEve: number, nextDay: number): Case[] => [
  ['$d', inMay, may],
  ['$d', onEve, eve],
  [shanghai, nextDay, eve],
  [{ date: '$d', timezone: '+0800' }, nextDay, eve],
  [['$d'], inMay, may],
  ['$none', null],
  [{ date: '$d', timezone: '$none' }, null, may],
  ['$d', refuses("can't convert from BSON type string to Date"), { d: 'x' }],
  [
    { date: '$d', timezone: 'Nowhere' },
    refuses('unrecognized time zone identifier: "Nowhere"'),
    may,
  ],
];
const of = (cases: [date: string, expected: unknown][]): Case[] =>
  cases.map(([date, expected]) => ['$d', expected, at(`${date}T12:00:00Z`)]);
const shows = (format: string, expected: string, document = may): Case => [
  { date: '$d', format },
  expected,
  document,
];

export const dates: Cases = {
  year: part(2019, 2023, 2024),
  month: part(5, 12, 1),
  dayOfMonth: part(14, 31, 1),
  hour: part(9, 16, 0),
  minute: part(38, 30, 30),
  second: part(51, 0, 0),
  millisecond: part(686, 0, 0),
  dayOfYear: [...part(134, 365, 1), ...of([['2024-12-31', 366]])],
  dayOfWeek: part(3, 1, 2),
  isoDayOfWeek: part(2, 7, 1),
  isoWeek: [
    ...part(20, 52, 1),
    ...of([
      ['2021-01-03', 53],
      ['2024-12-30', 1],
      ['2020-12-31', 53],
    ]),
  ],
  isoWeekYear: [
    ...part(2019, 2023, 2024),
    ...of([
      ['2021-01-03', 2020],
      ['2024-12-30', 2025],
    ]),
  ],
  week: [
    ...part(19, 53, 0),
    ...of([
      ['2019-01-01', 0],
      ['2019-01-05', 0],
      ['2019-01-06', 1],
      ['2023-01-01', 1],
      ['2024-12-31', 52],
      ['2026-11-28', 47],
    ]),
  ],
  dateToString: [
    shows('%Y-%m-%d %H:%M:%S.%L', '2019-05-14 09:38:51.686'),
    shows('%j %w %u %U %V %G', '134 3 2 19 20 2019'),
    shows('%U %V %G', '52 01 2025', at('2024-12-31T00:00:00Z')),
    shows('%U', '00', at('2024-01-01T00:00:00Z')),
    shows('%z %Z %%', '+0000 0 %'),
    shows('年%Y', '年2019'),
    [newYork('%Y-%m-%dT%H %z %Z'), '2019-05-14T05 -0400 -240', may],
    [newYork('%H %z'), '11 -0500', eve],
    [{ date: '$d', format: '%H:%M %z', timezone: '+05:30' }, '15:08 +0530', may],
    [{ date: '$d' }, '2019-05-14T09:38:51.686Z', may],
    [{ ...shanghai }, '2019-05-14T17:38:51.686', may],
    [{ date: '$none', format: '%Y' }, null],
    [{ date: '$none', format: '%Y', onNull: 'never' }, 'never'],
    [{ date: '$d', format: '%Y', timezone: '$none' }, null, may],
    [{ date: '$d', format: '%q' }, refuses("Invalid format character '%q' in format string"), may],
    [{ date: '$d', format: '%Y%' }, refuses("Unmatched '%' at end of format string"), may],
    [{ date: '$d', format: '%Y' }, refuses("can't convert from BSON type int to Date"), { d: 1 }],
    [{ format: '%Y' }, refuses("Missing 'date' parameter to $dateToString")],
  ],
  dateFromString: [
    [{ dateString: '2017-02-08T12:10:40.787Z' }, new Date('2017-02-08T12:10:40.787Z')],
    [{ dateString: '2017-02-08T12:10:40.787+0530' }, new Date('2017-02-08T06:40:40.787Z')],
    [{ dateString: '2017-02-08 12:10' }, new Date('2017-02-08T12:10:00Z')],
    [{ dateString: '2017-02-08' }, new Date('2017-02-08')],
    [{ dateString: '2017-02-08', timezone: 'America/New_York' }, new Date('2017-02-08T05:00:00Z')],
    [{ dateString: 'February 8, 2017' }, new Date('2017-02-08')],
    [{ dateString: '08/02/2017', format: '%d/%m/%Y' }, new Date('2017-02-08')],
    [{ dateString: '2017.6.3', format: '%G.%V.%u' }, new Date('2017-02-08')],
    [
      { dateString: '2017-02-08 09 +02', format: '%Y-%m-%d %H %z' },
      new Date('2017-02-08T07:00:00Z'),
    ],
    [{ dateString: '$none' }, null],
    [{ dateString: '$none', onNull: 'never' }, 'never'],
    [{ dateString: 'x', onError: 'bad' }, 'bad'],
    [{ dateString: '$d', onError: 'bad' }, 'bad', { d: 5 }],
    [{ dateString: '2017-02-30' }, refuses("Error parsing date string '2017-02-30'")],
    [{ dateString: '$d' }, refuses("Error parsing date string 'x'"), { d: 'x' }],
    [{ dateString: '$d' }, refuses('$dateFromString requires a string argument'), { d: 5 }],
    [
      { dateString: '2017-02-08T00:00:00Z', timezone: 'Asia/Shanghai' },
      refuses('together with a timezone argument'),
    ],
  ],
  dateFromParts: [
    [
      { year: 2017, month: 2, day: 8, hour: 12, timezone: 'America/New_York' },
      new Date('2017-02-08T17:00:00Z'),
    ],
    [{ year: 2017 }, new Date('2017-01-01')],
    [{ year: 2017, month: 14, day: 0 }, new Date('2018-01-31')],
    [{ year: 2017, hour: -1 }, new Date('2016-12-31T23:00:00Z')],
    [
      { isoWeekYear: 2017, isoWeek: 6, isoDayOfWeek: 3, hour: 12 },
      new Date('2017-02-08T12:00:00Z'),
    ],
    [{ isoWeekYear: 2021 }, new Date('2021-01-04')],
    [{ year: 2017, month: '$none' }, null],
    [{ year: 2017, timezone: '$none' }, null],
    [{ year: '$d' }, refuses("'year' must evaluate to an integer, found string"), { d: 'x' }],
    [{ year: 10_000 }, refuses("'year' must evaluate to an integer in the range 1 to 9999")],
    [{ year: 2017, isoWeek: 1 }, refuses('Unrecognized argument to $dateFromParts: isoWeek')],
    [{ month: 1 }, refuses("Missing 'year' parameter to $dateFromParts")],
  ],
};
