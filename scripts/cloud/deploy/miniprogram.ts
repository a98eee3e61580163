import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ci from 'miniprogram-ci';
import { z } from 'zod';
import { AdminError } from '../../admin/errors';
import { compileProject } from '../../package/compile';
import { compileMarkup } from '../../package/markup';
import { withProject } from '../../package/project';
import type { ProjectIdentity } from '../../package/project';
import { checkQuality } from '../../package/quality';
import type { Operator } from '../operator';
import type { Variables } from '../variables';

export type Delivery = {
  mode: 'preview' | 'upload';
  version: string;
  description: string;
  /** From 1 to 30; each robot keeps its own development version. */
  robot: number;
};

const ProjectConfig = z.looseObject({
  appid: z.string().optional(),
  setting: z.record(z.string(), z.unknown()),
});

/** Checks the package with WeChat's own tools, offline; false when a check fails. */
export async function checkMiniprogram({ print }: Operator, root: string): Promise<boolean> {
  const findings = [
    await compileProject(root),
    ...compileMarkup(root),
    ...(await checkQuality(root)),
  ];
  const faults = findings.filter(({ success }) => !success);
  for (const { name, text } of faults) print(`✗ 小程序 ${name}：${text}`);
  if (faults.length === 0) print(`✓ 小程序通过 ${findings.length} 项官方检查`);
  return faults.length === 0;
}

/** Uploads a development version, or makes a preview with its QR code. */
export async function deliverMiniprogram(
  { print, variables }: Operator,
  root: string,
  { mode, version, description, robot }: Delivery,
): Promise<void> {
  const identity = readIdentity(variables, root);
  const proxy = variables['HTTPS_PROXY'] ?? variables['https_proxy'] ?? '';
  if (proxy !== '') ci.proxy(proxy);
  const { setting } = readProjectConfig(root);
  const common = { desc: description, setting, robot, onProgressUpdate: () => undefined };
  const deliver = async (project: ci.Project): Promise<void> => {
    if (mode === 'upload') {
      await ci.upload({ ...common, project, version });
      print(
        `✓ 小程序 ${version} 已上传（机器人 ${robot}）：小程序后台「版本管理 → 开发版本」设为体验版`,
      );
      return;
    }
    const qrcodeOutputDest = join(root, 'dist/preview.jpg');
    await ci.preview({ ...common, project, version, qrcodeFormat: 'image', qrcodeOutputDest });
    print(`✓ 预览二维码：${qrcodeOutputDest}（25 分钟内用开发者微信扫码）`);
  };
  try {
    await withProject(root, deliver, identity);
  } catch (error) {
    throw new AdminError(`微信没有接受小程序：${explain(error)}`);
  }
}

function readIdentity(variables: Variables, root: string): ProjectIdentity {
  const appid = variables['WECHAT_APPID'] ?? readProjectConfig(root).appid ?? '';
  const privateKeyPath = variables['WECHAT_UPLOAD_KEY'] ?? '';
  if (!/^wx[0-9a-f]{16}$/.test(appid)) {
    throw new AdminError('请设置 WECHAT_APPID：小程序后台「设置 → 账号信息」里的 AppID');
  }
  if (privateKeyPath === '' || !existsSync(privateKeyPath)) {
    throw new AdminError(
      '请设置 WECHAT_UPLOAD_KEY 为上传密钥文件的路径：小程序后台「管理 → 开发管理 → 小程序代码上传」生成并下载，同一页把本机 IP 加入白名单',
    );
  }
  return { appid, privateKeyPath };
}

function readProjectConfig(root: string): z.output<typeof ProjectConfig> {
  return ProjectConfig.parse(JSON.parse(readFileSync(join(root, 'project.config.json'), 'utf8')));
}

function explain(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/invalid ip/i.test(text)) return `本机 IP 不在上传白名单里（${text}）`;
  return /signature|privatekey/i.test(text) ? `上传密钥与 AppID 不符（${text}）` : text;
}
