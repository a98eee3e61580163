const head = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1, viewport-fit=cover">`;

/** The simulator's pages: the desktop with a framed phone, the phone alone, and the console. */
export const pages: Record<string, string> = {
  '/': `${head}
<title>AI 影像工坊 · 模拟器</title>
<link rel="stylesheet" href="/simulator/shell.css">
</head>
<body><script type="module" src="/simulator/shell.js"></script></body>
</html>`,

  '/app.html': `${head}
<title>AI 影像工坊</title>
<link rel="stylesheet" href="/simulator/runtime.css">
<link rel="stylesheet" href="/simulator/app.css">
</head>
<body><script src="/simulator/runtime.js"></script><script src="/simulator/app.js"></script></body>
</html>`,

  '/console': `${head}
<title>AI 影像工坊 · 控制台</title>
<link rel="stylesheet" href="/simulator/console.css">
</head>
<body><script type="module" src="/simulator/console.js"></script></body>
</html>`,
};
