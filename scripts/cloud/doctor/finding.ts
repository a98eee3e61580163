/** `manual` means that only a person can check it, in a console. */
export type Finding = {
  area: '本机' | '密钥' | '构建' | '环境' | '控制台';
  status: 'ok' | 'warning' | 'failed' | 'manual';
  text: string;
  remedy?: string;
};

export function ok(area: Finding['area'], text: string): Finding {
  return { area, status: 'ok', text };
}

export function failed(area: Finding['area'], text: string, remedy: string): Finding {
  return { area, status: 'failed', text, remedy };
}

export function warning(area: Finding['area'], text: string, remedy: string): Finding {
  return { area, status: 'warning', text, remedy };
}
