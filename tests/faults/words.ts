/** Words for prompts and names; the local check refuses the risky one. */
export const cleanWords = ['雨中的橘猫', '海边的灯塔', '山里的小屋', '会飞的鲸鱼'];
export const riskyWord = '色情';
