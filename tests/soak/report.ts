import type { SoakFigures } from './soak';

const begin = '<!-- soak: begin -->';
const end = '<!-- soak: end -->';

/** The soak's section of docs/reliability.md, including its markers; empty if there is none. */
export function soakPartOf(text: string): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  return from < 0 || to < from ? '' : text.slice(from, to + end.length);
}

/** Replaces that section of the text. Writers of the other sections must carry the old one over. */
export function withSoakPart(text: string, part: string): string {
  const own = soakPartOf(text);
  const rest = (own === '' ? text : text.replace(own, '')).trimEnd();
  return part === '' ? `${rest}\n` : `${rest}\n\n${part}\n`;
}

export function toSoakPart(figures: SoakFigures, seed: number): string {
  const { checks, cloudKills, diary, fullDisks, functionKills, lost, midnights, minutes } = figures;
  const rows: [string, string][] = [
    ['time', `${minutes} min, seed ${seed}`],
    ['calls of twelve people, over all features', String(diary.calls)],
    ['answered with success', `${diary.ok}${shareOf(diary)}`],
    ['refused', toList(diary.refused)],
    ['attempts without an answer, which were repeated', toList(diary.unanswered)],
    ['calls that no attempt was answered to', String(diary.givenUp)],
    ['`kill -9` of the cloud', String(cloudKills)],
    ["`kill -9` of a function's process", String(functionKills)],
    ['midnights in Beijing crossed, ends of months among them', midnights.join(', ') || 'none'],
    ['times the disk was full', fullDisks === null ? 'could not be tried here' : String(fullDisks)],
    [
      'works told as completed, tasks as accepted, orders as credited',
      [diary.works, diary.tasks, diary.orders].map(({ size }) => size).join(', '),
    ],
    ['of these lost', lost.length === 0 ? '0' : lost.join(', ')],
    [
      'checks afterwards',
      checks
        .map(
          ({ name, exitCode }) =>
            `${name}: ${exitCode === 0 ? 'healthy' : `exit code ${exitCode}`}`,
        )
        .join(', '),
    ],
  ];
  return [
    begin,
    '## Soak',
    '',
    'Written by `npm run soak`: real time, the cloud and every function in processes of their own.',
    '',
    '| what | figure |',
    '| --- | --- |',
    ...rows.map(([what, figure]) => `| ${what} | ${figure} |`),
    end,
  ].join('\n');
}

/** The most frequent first. */
function toList(counts: Map<string, number>): string {
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  return sorted.map(([what, count]) => `${what} ${count}`).join(', ') || 'none';
}

function shareOf({ calls, ok }: SoakFigures['diary']): string {
  return calls === 0 ? '' : ` (${Math.floor((ok / calls) * 100)} %)`;
}

export function isHealthy({ checks, lost }: SoakFigures): boolean {
  return lost.length === 0 && checks.every(({ exitCode }) => exitCode === 0);
}
