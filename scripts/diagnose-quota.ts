import { userIdOf } from '../cloudfunctions/shared/domain/ids';
import { readArguments } from './admin/arguments';
import { connect } from './admin/connection';
import { describeQuota } from './admin/describe-quota';
import { AdminError } from './admin/errors';
import { readQuotaStory } from './admin/quota-story';
import { exitCodes, runTool } from './admin/run';

const help = `npm run diagnose-quota -- --user <用户编号> [选项]

一位用户的每项额度：各处会怎么答（生成、今日用量、额度概览、推送的概览、管理员所见、聊天、存储），为什么，以及哪里不一致。
用本机代码读取该环境的数据；只读不写，不消耗额度。

  --user <用户编号>   users 的 _id
  --openid <openid>  代替 --user
  --env <环境 ID>    真实环境，密钥（TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY）取自 .env 或 shell
  --json             输出 JSON

退出码：0 各处一致，1 有不一致，3 找不到用户或无法检查
`;

async function main(): Promise<number> {
  const given = readArguments(help, {
    options: { user: { type: 'string' }, openid: { type: 'string' } },
    words: 1,
  });
  if (given === null) return 0;
  const { user, openid } = given.options;
  if ([user, openid, given.words[0]].filter((one) => one !== undefined).length > 1) {
    throw new AdminError(`用户只给一个：--user <用户编号>，或 --openid <openid>\n\n${help}`);
  }
  const userId =
    typeof openid === 'string' && openid !== '' ? userIdOf(openid) : (user ?? given.words[0]);
  if (typeof userId !== 'string' || userId === '') {
    throw new AdminError(`缺少 --user <用户编号>\n\n${help}`);
  }
  const story = await readQuotaStory(await connect(given.env), userId);
  if (story === null) throw new AdminError(`找不到用户 ${userId}`);
  console.log(given.isJson ? JSON.stringify(story, null, 2) : describeQuota(story));
  return story.disagreements.length === 0 ? exitCodes.healthy : exitCodes.attention;
}

runTool(main);
