import { describeStory } from './admin/describe-story';
import { readArguments } from './admin/arguments';
import { connect } from './admin/connection';
import { AdminError } from './admin/errors';
import { exitCodeOf, runTool } from './admin/run';
import { readStory } from './admin/story';

const help = `npm run diagnose-work -- <作品编号> [选项]

一条作品的完整经过：作品、备份、扣费与退款、文件、同组作品、管理记录、日志，以及发现的问题。只读不写。

  --env <环境 ID>  真实环境，密钥（TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY）取自 .env 或 shell
  --json           输出 JSON

退出码：0 良好，1 需要关注，2 异常，3 找不到作品或无法检查
`;

async function main(): Promise<number> {
  const given = readArguments(help, { words: 1 });
  if (given === null) return 0;
  const [workId] = given.words;
  if (workId === undefined) throw new AdminError(`缺少作品编号\n\n${help}`);
  const story = await readStory(await connect(given.env), workId);
  if (story === null) {
    throw new AdminError(`找不到作品 ${workId}：作品、备份与积分流水中都没有这个编号`);
  }
  console.log(given.isJson ? JSON.stringify(story, null, 2) : describeStory(story));
  return exitCodeOf(story.status);
}

runTool(main);
