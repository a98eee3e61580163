import { readArguments } from './admin/arguments';
import { connect } from './admin/connection';
import { describeTask } from './admin/describe-task';
import { AdminError } from './admin/errors';
import { exitCodeOf, runTool } from './admin/run';
import { readTaskStory } from './admin/task-story';

const help = `npm run diagnose-task -- <任务编号或图片编号> [选项]

一个任务的完整经过：任务、每张图片的排队记录与作品、每次向服务商的请求、名额、审核、素材、扣费与退款、文件、通知、管理记录，
以及发现的问题与下一步。只读不写。

  --env <环境 ID>  真实环境，密钥（TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY）取自 .env 或 shell
  --json           输出 JSON

退出码：0 良好，1 需要关注，2 异常，3 找不到任务或无法检查
`;

/** WeChat ids and photos must not appear in a terminal. */
const hidden = new Set(['openid', 'requestHash', 'thumbnailFileId', 'source', 'traceId', 'md5']);

async function main(): Promise<number> {
  const given = readArguments(help, { words: 1 });
  if (given === null) return 0;
  const [id] = given.words;
  if (id === undefined) throw new AdminError(`缺少任务编号\n\n${help}`);
  const story = await readTaskStory(await connect(given.env), id);
  if (story === null) throw new AdminError(`找不到任务 ${id}：任务与图片中都没有这个编号`);
  const told = { ...story, assets: story.assets.map(({ fileId: _, ...asset }) => asset) };
  const withoutHidden = (key: string, value: unknown) => (hidden.has(key) ? undefined : value);
  console.log(given.isJson ? JSON.stringify(told, withoutHidden, 2) : describeTask(story));
  return exitCodeOf(story.status);
}

runTool(main);
