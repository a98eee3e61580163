const cloud = require('wx-server-sdk');
const axios = require('axios');

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
const db = cloud.database();
const { command } = db;
const { aggregate } = command;

const monthlyGrant = 1_000_000;
const pageSize = 1000;

exports.main = async (event) => {
  const { OPENID } = cloud.getWXContext();
  try {
    switch (event.action) {
      case 'send':
        return await send(OPENID, event.data);
      case 'getQuota':
        return await getQuota(OPENID);
      case 'getQuotaAdded':
        return await getQuotaAdded(OPENID);
      default:
        return { code: 400, message: 'unknown action', data: null };
    }
  } catch (error) {
    console.error(error);
    return { code: 500, message: error.message, data: null };
  }
};

async function send(openid, { text }) {
  const balance = await balanceOf(openid);
  if (balance < 1) return { code: 429, message: 'used up', data: null };
  const { data: answer } = await axios.post(
    `${process.env.ZHIPU_BASE_URL}/chat/completions`,
    { model: 'glm-4-flash-250414', messages: [{ role: 'user', content: text }] },
    { headers: { Authorization: `Bearer ${process.env.ZHIPU_API_KEY}` }, timeout: 45000 },
  );
  await db.collection('ap_records').add({
    data: { openid, type: 'consume', amount: -1, createdAt: new Date() },
  });
  const { content } = answer.choices[0].message;
  return { code: 200, message: '', data: { text: content, remaining: balance - 1 } };
}

async function getQuota(openid) {
  const remaining = await balanceOf(openid);
  const used = monthlyGrant - remaining;
  return { code: 200, message: '', data: { used, limit: monthlyGrant, remaining } };
}

/** Sums the records of the month, a thousand per page, which is the maximum of one read. */
async function balanceOf(openid) {
  const records = db.collection('ap_records').where(thisMonth(openid));
  const { total } = await records.count();
  let sum = 0;
  for (let read = 0; read < total; read += pageSize) {
    const { data } = await records.skip(read).limit(pageSize).get();
    for (const { amount } of data) sum += amount;
  }
  return monthlyGrant + sum;
}

/** The better variant, in which the database adds up. */
async function getQuotaAdded(openid) {
  const { list } = await db
    .collection('ap_records')
    .aggregate()
    .match(thisMonth(openid))
    .group({ _id: null, sum: aggregate.sum('$amount') })
    .end();
  const remaining = monthlyGrant + (list[0]?.sum ?? 0);
  return { code: 200, message: '', data: { used: monthlyGrant - remaining, limit: monthlyGrant } };
}

function thisMonth(openid) {
  const month = new Date();
  month.setDate(1);
  month.setHours(0, 0, 0, 0);
  return { openid, createdAt: command.gte(month) };
}
