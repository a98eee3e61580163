/** What Node 16.13, the cloud's oldest runtime, lacks. */
export const node16 = 'Node 16.13, the oldest runtime of the cloud, does not have it.';
export const newerGlobals = [
  'structuredClone',
  'fetch',
  'FormData',
  'Headers',
  'Request',
  'Response',
  'Blob',
];
export const newerMembers = [
  "MemberExpression[object.name='AbortSignal'][property.name=/^(timeout|any)$/]",
  "CallExpression[callee.property.name='findLast'][arguments.length>0]",
  'CallExpression[callee.property.name=/^(findLastIndex|toSorted|toReversed|toSpliced|throwIfAborted)$/]',
].map((selector) => ({ selector, message: node16 }));
