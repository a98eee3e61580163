const cloud = require('wx-server-sdk');

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
const db = cloud.database();

exports.main = async () => {
  const works = await db.collection('works').get();
  const users = await db.collection('users').get();
  const inconsistent = [];
  for (const user of users.data) {
    const { total } = await db.collection('works').where({ userId: user._id }).count();
    if (total !== user.generateCount) inconsistent.push(user._id);
  }
  const completed = works.data.filter((work) => work.status === 'completed').length;
  const failed = works.data.filter((work) => work.status === 'failed').length;
  return {
    total: works.data.length,
    completed,
    failed,
    users: users.data.length,
    inconsistent,
  };
};
