const cloud = require('wx-server-sdk');
const axios = require('axios');

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
const db = cloud.database();
const command = db.command;

const limits = { free: 50, vip: 200, admin: 1000 };

exports.main = async (event) => {
  const { OPENID } = cloud.getWXContext();
  try {
    switch (event.action) {
      case 'generate':
        return await generate(OPENID, event.data);
      case 'getDailyUsage':
        return await getDailyUsage(OPENID);
      default:
        return { code: 400, message: 'unknown action', data: null };
    }
  } catch (error) {
    console.error(error);
    return { code: 500, message: error.message, data: null };
  }
};

async function generate(openid, { prompt, character = '', style = '', emotion = '', size }) {
  const user = await findUser(openid);
  const limit = limitOf(user);
  const used = await countToday(openid);
  if (used >= limit) return { code: 429, message: `limit of ${limit} reached`, data: null };

  const enhancedPrompt = [character, prompt, emotion, style].filter(Boolean).join(', ');
  const { data: answer } = await axios.post(
    `${process.env.ZHIPU_BASE_URL}/images/generations`,
    { model: 'cogview-4-250304', prompt: enhancedPrompt, size: size || '1024x1024' },
    { headers: { Authorization: `Bearer ${process.env.ZHIPU_API_KEY}` }, timeout: 45000 },
  );
  const imageUrl = answer.data[0].url;

  const { _id } = await db.collection('works').add({
    data: {
      openid,
      userId: user._id,
      type: 'text2img',
      title: prompt.slice(0, 50),
      originalPrompt: prompt,
      prompt: enhancedPrompt,
      enhancedPrompt,
      character,
      style,
      emotion,
      size: size || '1024x1024',
      provider: 'zhipu',
      imageUrl,
      images: [imageUrl],
      isFavorite: false,
      status: 'completed',
      createdAt: new Date(),
      updatedAt: new Date(),
    },
  });
  await db
    .collection('users')
    .where({ openid })
    .update({ data: { generateCount: command.inc(1), updatedAt: new Date() } });
  const usedNow = await countToday(openid);
  return {
    code: 200,
    message: '',
    data: { workId: _id, imageUrl, dailyUsage: { used: usedNow, limit } },
  };
}

async function getDailyUsage(openid) {
  const user = await findUser(openid);
  const used = await countToday(openid);
  const limit = limitOf(user);
  return { code: 200, message: '', data: { used, limit, remaining: limit - used } };
}

async function findUser(openid) {
  const { data } = await db.collection('users').where({ openid }).limit(1).get();
  if (data.length === 0) throw new Error('no such user');
  return data[0];
}

async function countToday(openid) {
  const today = new Date();
  today.setHours(0, 0, 0, 0);
  const { total } = await db
    .collection('works')
    .where({ openid, status: 'completed', createdAt: command.gte(today) })
    .count();
  return total;
}

function limitOf(user) {
  if (user.userType === 'admin') return limits.admin;
  return user.vipLevel > 0 ? limits.vip : limits.free;
}
