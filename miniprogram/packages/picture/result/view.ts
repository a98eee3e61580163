import type { GeneratedWork } from '../../../../cloudfunctions/shared/contracts/aiGenerate';
import { joined, nameOf, qualityNames } from '../../../utils/names';
import type { Names } from '../../../utils/names';
import { ratioName } from '../../../utils/size';
import { refundLine, toFailure } from './failure';
import type { Ending, FailureView } from './failure';

const slowAfterSeconds = 20;
const leaveAfterSeconds = 45;

/** What was asked for, with everything it has by default. */
export type Asked = {
  prompt: string;
  character: string;
  style: string;
  emotion: string;
  mode: 'single' | 'double';
  size: string;
  quality: 'standard' | 'hd';
};

/** The second line over the cyanotype. No percentage: the phone knows only the time. */
export function waitingLine(seconds: number): string {
  if (seconds > leaveAfterSeconds) return '可以先离开，完成后会出现在「作品」里';
  if (seconds > slowAfterSeconds) return `已用 ${seconds} 秒 · 比平时慢一些，仍在绘制`;
  return `已用 ${seconds} 秒 · 通常需要 5–20 秒`;
}

/** `团子 · 绘本 · 温暖 · 3:4 · 标准` */
export function askedLine(asked: Asked, names: Names): string {
  return joined(
    nameOf(names.characters, asked.character),
    nameOf(names.styles, asked.style),
    nameOf(names.emotions, asked.emotion),
    ratioName(asked.size),
    qualityNames[asked.quality],
  );
}

export type Slide = {
  id: string;
  picture: string;
  label: string;
  title: string;
  line: string;
  isFailed: boolean;
  failure: FailureView | null;
};

/** One slide per work; of two, a failed one shows what became of it. */
export function toSlides(
  works: GeneratedWork[],
  asked: Asked,
  names: Names,
  pays: boolean,
): Slide[] {
  return works.map((work) => {
    // A picture that came is shown, also while its record is still being brought home.
    const isFailed = work.imageUrl === '' || !(work.status === 'completed' || isRunning(work));
    return {
      id: work.workId,
      picture: work.imageUrl,
      title: work.title,
      label: `${work.title}，AI 生成`,
      line: joined(
        nameOf(names.styles, asked.style),
        nameOf(names.emotions, asked.emotion),
        ratioName(work.size),
        '刚刚',
        isFailed ? '' : isRunning(work) ? '正在保存，稍后进入作品' : savedWords[work.saved],
      ),
      isFailed,
      failure: isFailed ? workFailure(work, pays) : null,
    };
  });
}

const savedWords: Record<GeneratedWork['saved'], string> = {
  works: '已存入作品',
  backup: '已安全备份，稍后进入作品',
  none: '',
};

function isRunning({ status }: GeneratedWork): boolean {
  return status === 'pending' || status === 'processing';
}

function workFailure(work: GeneratedWork, pays: boolean): FailureView {
  const cost = { count: 1, pays };
  if (isRunning(work)) return toFailure('STILL_DRAWING', '', cost);
  const reason = work.errorMessage ?? '绘制服务暂时繁忙';
  const ending = (work.errorCode ?? 'PROVIDER_FAILED') as Ending;
  return { ...toFailure(ending, reason, cost), money: refundLine(cost) };
}
