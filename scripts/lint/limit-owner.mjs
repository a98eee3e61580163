/**
 * Limits of quotas may be written only in the table of quota features, and only a few files may read the rows that
 * decide one. A number counts as a limit when it equals one of the table and its name says so, or when it is too large
 * to be anything else.
 */

const owner = 'cloudfunctions/shared/domain/quota/features.ts';

/** The limits in the table: works per day, AP per month, and bytes. */
const limits = new Set([
  ...[50, 100, 200, 300, 1000, 3000],
  ...[200 * 1024 ** 2, 2 * 1024 ** 3, 10 * 1024 ** 3, 50 * 1024 ** 3],
]);
const unmistakable = 100 * 1024 ** 2;
/** Names for numbers that limit a user. */
const naming =
  /^(free|vip|admin|basic|plus|pro)$|tier|level|member|quota|allowance|(daily|day|monthly|month|storage|ap|image|user).*(limit|max|most)|(limit|max|most).*(daily|day|monthly|month|storage|ap|image|user)/i;
/** Sentences that promise an amount. */
export const promising =
  /(每日|每天|每月|今日|本月|额度|上限|存储|空间)[^，。；]{0,6}?\d{2,}|\d{2,}\s*(次|张|AP|GB|MB|G|M)\s*([/／]|每)\s*(天|日|月)/;

/** Names of fields and collections that decide a limit, and the files that may use them. */
const deciding = [
  {
    word: /^(customQuotas|plan_features|user_subscriptions)$/,
    files: [
      'cloudfunctions/shared/domain/quota/quota.ts',
      'cloudfunctions/shared/domain/quota/quota-change.ts',
      'cloudfunctions/shared/data/rows/plan.ts',
      'cloudfunctions/shared/data/rows/subscription.ts',
      'cloudfunctions/shared/data/quota/entitlements.ts',
      'cloudfunctions/shared/data/quota/plans.ts',
      'cloudfunctions/shared/data/quota/due-subscriptions.ts',
      'cloudfunctions/shared/data/quota/subscription-changes.ts',
      'cloudfunctions/shared/data/quota/subscription-writes.ts',
      'cloudfunctions/shared/data/quota/overviews.ts',
      'cloudfunctions/shared/data/chat/questions.ts',
      'cloudfunctions/shared/data/users/members.ts',
      'cloudfunctions/shared/data/users/directory.ts',
      'cloudfunctions/shared/integrity/checks/limits.ts',
      'cloudfunctions/shared/integrity/checks/quota-drift.ts',
      'cloudfunctions/quota/explain.ts',
      'cloudfunctions/quota/views.ts',
    ],
  },
  {
    word: /^defaultLimit$/,
    files: [
      'cloudfunctions/shared/domain/quota/quota.ts',
      'cloudfunctions/shared/contracts/quota.ts',
      'cloudfunctions/quota/explain.ts',
      'cloudfunctions/quota/views.ts',
      'miniprogram/packages/admin/quota/view.ts',
    ],
  },
];

/** The value of a number or of arithmetic on numbers only; otherwise null. */
function valueOf(node) {
  if (node.type === 'Literal') return typeof node.value === 'number' ? node.value : null;
  if (node.type !== 'BinaryExpression') return null;
  const [left, right] = [valueOf(node.left), valueOf(node.right)];
  if (left === null || right === null) return null;
  switch (node.operator) {
    case '*':
      return left * right;
    case '**':
      return left ** right;
    case '+':
      return left + right;
    case '<<':
      return left * 2 ** right;
    default:
      return null;
  }
}

const passedThrough = new Set([
  'ConditionalExpression',
  'TSAsExpression',
  'TSSatisfiesExpression',
  'ArrayExpression',
  'ReturnStatement',
  'BlockStatement',
  'ArrowFunctionExpression',
  'FunctionExpression',
]);

/** The name of a number: the variable, field or parameter that receives it, or what it is compared with. */
function nameOf(node, textOf) {
  const { parent } = node;
  switch (parent?.type) {
    case 'VariableDeclarator':
    case 'FunctionDeclaration':
    case 'TSEnumMember':
      return parent.id === null ? '' : textOf(parent.id);
    case 'Property':
    case 'PropertyDefinition':
    case 'MethodDefinition':
      return textOf(parent.key);
    case 'AssignmentPattern':
    case 'AssignmentExpression':
      return textOf(parent.left);
    case 'BinaryExpression': {
      const other = parent.left === node ? parent.right : parent.left;
      return textOf(other).split(/[.?]+/).at(-1) ?? '';
    }
    default:
      return passedThrough.has(parent?.type) ? nameOf(parent, textOf) : '';
  }
}

export const limitOwner = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      limit: `{{what}} is a limit: only ${owner} knows one. Ask resolveQuota.`,
      deciding: '{{what}} decides a limit: only the files that resolveQuota stands on read it.',
    },
  },
  create(context) {
    const root = `${context.cwd}/`.replaceAll('\\', '/');
    const file = context.filename.replaceAll('\\', '/').replace(root, '');
    if (file === owner) return {};
    const textOf = (node) => context.sourceCode.getText(node);
    const report = (node, messageId, what) => context.report({ node, messageId, data: { what } });

    function checkNumber(node) {
      const value = valueOf(node);
      if (value === null || !limits.has(value)) return;
      const name = nameOf(node, textOf);
      if (value >= unmistakable || naming.test(name)) report(node, 'limit', `${name} ${value}`);
    }
    function checkWord(node, text) {
      for (const { word, files } of deciding) {
        if (word.test(text) && !files.includes(file)) report(node, 'deciding', text);
      }
    }
    function checkText(node, text) {
      checkWord(node, text);
      if (promising.test(text)) report(node, 'limit', text);
    }
    return {
      Literal(node) {
        if (typeof node.value === 'string') checkText(node, node.value);
        else checkNumber(node);
      },
      BinaryExpression: checkNumber,
      TemplateElement: (node) => checkText(node, node.value.cooked ?? ''),
      Identifier: (node) => checkWord(node, node.name),
    };
  },
};
