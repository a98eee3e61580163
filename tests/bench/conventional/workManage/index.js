const cloud = require('wx-server-sdk');

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
const db = cloud.database();

exports.main = async (event) => {
  const { OPENID } = cloud.getWXContext();
  try {
    switch (event.action) {
      case 'getWorks':
        return await getWorks(OPENID, event.data);
      default:
        return { code: 400, message: 'unknown action', data: null };
    }
  } catch (error) {
    console.error(error);
    return { code: 500, message: error.message, data: null };
  }
};

async function getWorks(openid, { page = 1, pageSize = 20 }) {
  const { data } = await db
    .collection('works')
    .where({ openid, status: 'completed' })
    .orderBy('createdAt', 'desc')
    .skip((page - 1) * pageSize)
    .limit(pageSize)
    .get();
  return { code: 200, message: '', data: { works: data, hasMore: data.length === pageSize } };
}
