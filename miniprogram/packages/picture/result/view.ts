import type { GeneratedWork } from '../../../../cloudfunctions/shared/contracts/aiGenerate';
import type { Draft } from '../../../utils/draft';
import { labelOf, qualityLabel, titleLabel } from '../../../utils/labels';
import { joined, nameOf } from '../../../utils/names';
import type { ChoiceNames } from '../../../utils/names';
import { ratioName } from '../../../utils/size';
import { isRunning, progressOf } from '../../../utils/work-status';
import { refundLine, toFailure } from './failure';
import type { Ending, FailureView } from './failure';

const slowAfterSeconds = 20;
const leaveAfterSeconds = 45;

/** The second line on the cyanotype. There is no percentage: only the time is known. */
export function waitingLine(seconds: number): string {
  if (seconds > leaveAfterSeconds) return '可以先离开，完成后会出现在「作品」里';
  if (seconds > slowAfterSeconds) return `已用 ${seconds} 秒 · 比平时慢一些，仍在绘制`;
  return `已用 ${seconds} 秒 · 通常需要 5–20 秒`;
}

/** `团子 · 绘本 · 温暖 · 3:4 · 标准` */
export function inputLine(input: Draft, names: ChoiceNames): string {
  return joined(
    nameOf(names.characters, input.character),
    nameOf(names.styles, input.style),
    nameOf(names.emotions, input.emotion),
    ratioName(input.size),
    qualityLabel(input.quality),
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

/** One slide per work. */
export function toSlides(
  works: GeneratedWork[],
  input: Draft,
  names: ChoiceNames,
  price: number | null,
): Slide[] {
  return works.map((work) => {
    // A picture is shown even while its record is still being saved.
    const isFailed = !work.imageUrl || progressOf(work) === 'failed';
    return {
      id: work.workId,
      picture: work.imageUrl,
      title: titleLabel(work.title),
      label: `${titleLabel(work.title)}，AI 生成`,
      line: joined(
        nameOf(names.styles, input.style),
        nameOf(names.emotions, input.emotion),
        ratioName(work.size),
        '刚刚',
        isFailed
          ? ''
          : isRunning(work)
            ? '正在保存，稍后进入作品'
            : labelOf(savedWords, work.saved),
      ),
      isFailed,
      failure: isFailed ? workFailure(work, price) : null,
    };
  });
}

const savedWords: Record<GeneratedWork['saved'], string> = {
  works: '已存入作品',
  backup: '已安全备份，稍后进入作品',
  none: '',
};

function workFailure(work: GeneratedWork, price: number | null): FailureView {
  if (isRunning(work)) return toFailure('STILL_DRAWING', '', price);
  const reason = work.errorMessage || '绘制服务暂时繁忙';
  const ending = (work.errorCode ?? 'PROVIDER_FAILED') as Ending;
  return { ...toFailure(ending, reason, price), money: refundLine(price) };
}
