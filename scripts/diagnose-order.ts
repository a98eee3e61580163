import { createStoryRepository } from '../cloudfunctions/shared/data/wallet/stories';
import { parsePaymentEvent } from '../cloudfunctions/shared/data/rows/payment-event';
import { orderFindings } from '../cloudfunctions/shared/integrity/checks/wallet';
import { problems } from '../cloudfunctions/shared/integrity/rules/findings';
import { statusOf } from '../cloudfunctions/shared/integrity/rules/report';
import { creditLogIds } from '../cloudfunctions/shared/domain/ids';
import { readArguments } from './admin/arguments';
import { readArchived } from './admin/archive';
import { connect } from './admin/connection';
import { describeOrder } from './admin/describe-order';
import { AdminError } from './admin/errors';
import { exitCodeOf, runTool } from './admin/run';

const help = `npm run diagnose-order -- <订单编号> [选项]

一笔订单的完整经过：订单、渠道的推送与查询、退款、审批、积分流水，以及发现的问题。只读不写。

  --env <环境 ID>  真实环境，密钥（TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY）取自 .env 或 shell
  --json           输出 JSON

退出码：0 良好，1 需要关注，2 异常，3 找不到订单或无法检查
`;

async function main(): Promise<number> {
  const given = readArguments(help, { words: 1 });
  if (given === null) return 0;
  const [orderId] = given.words;
  if (orderId === undefined) throw new AdminError(`缺少订单编号\n\n${help}`);
  const connection = await connect(given.env);
  const { database, clock } = connection;
  const skipped: string[] = [];
  const stories = createStoryRepository(database, ({ id }) => void skipped.push(id));
  const story = await stories.find(orderId);
  if (story === null) throw new AdminError(`找不到订单 ${orderId}`);
  const known = new Set(story.events.map(({ id }) => id));
  const archived = await readArchived(connection, 'payment_events', orderId);
  story.events.unshift(...archived.map(parsePaymentEvent).filter(({ id }) => !known.has(id)));
  const entry = story.ledger.find(({ id }) => id === creditLogIds.recharge(orderId));
  const findings = orderFindings(story.order, entry, clock.now());
  const status = statusOf(findings.map(({ problem }) => problems[problem].severity));
  // WeChat ids must not appear in a terminal.
  const { openid: _, ...order } = story.order;
  const told = { orderId, status, ...story, order, findings, skipped };
  console.log(given.isJson ? JSON.stringify(told, null, 2) : describeOrder(told));
  return exitCodeOf(status);
}

runTool(main);
