import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export type Steering = { file: string; line: number; what: string };

/**
 * Sentences that lead to another way of paying than WeChat's virtual payment: customer service, another app, a web page, a
 * person. WeChat's rules forbid this inside a mini-program.
 */
const sentences = [
  /(联系|咨询|找|加)[^。；，'"`]{0,6}(客服|管理员|我们|店主|微信|好友)[^。；'"`]{0,8}(开通|续期|续费|购买|充值|付款|下单|升级)/,
  /(开通|续期|续费|购买|充值|付款|升级)[^。；'"`]{0,8}(联系|咨询|找|加)[^。；，'"`]{0,4}(客服|管理员|我们|微信)/,
  /(线下|私下|转账|代充|扫码付|支付宝|淘宝|京东|拼多多|公众号|官网|网页版?|浏览器)[^。；'"`]{0,8}(开通|续费|购买|充值|付款|支付|下单)/,
  /(前往|去|到)[^。；'"`]{0,6}(官网|公众号|网页|淘宝|App)[^。；'"`]{0,6}(开通|续费|购买|充值)/,
];
/** A button that opens customer service, on a page about plans, credits or a wallet. */
const contact = /open-type="contact"/;
const sellingPages = /(plans|wallet|recharge|records|plan-dialog|limit-dialog|quota-card)/;

/** Every place in these folders that leads to another way of paying. */
export function findSteering(roots: readonly string[]): Steering[] {
  return roots.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|wxml|json)$/.test(name))
      .flatMap((file) =>
        readFileSync(join(root, file), 'utf8')
          .split('\n')
          .flatMap((text, index) => {
            const what = steeringOf(file, text);
            return what === null ? [] : [{ file, line: index + 1, what }];
          }),
      ),
  );
}

function steeringOf(file: string, text: string): string | null {
  if (sellingPages.test(file) && contact.test(text)) return 'open-type="contact"';
  return sentences.map((pattern) => pattern.exec(text)?.[0] ?? null).find(Boolean) ?? null;
}
