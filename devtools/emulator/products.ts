import { z } from 'zod';
import type { Product } from '../providers/wechat/phone';
import type { Database } from './database/database';

const collection = 'credit_packages';
const Package = z.looseObject({
  name: z.string(),
  priceFen: z.int(),
  isActive: z.boolean().default(true),
});

/** The product list in WeChat's console, as if an operator kept it in step with our packages. */
export function findProduct(database: Database, productId: string): Product | null {
  if (!database.collections().includes(collection)) return null;
  const [row] = database.find(collection, { query: { _id: productId }, limit: 1 }).docs;
  const parsed = Package.safeParse(row);
  if (!parsed.success) return null;
  const { name, priceFen, isActive } = parsed.data;
  return { name, priceFen, isPublished: isActive };
}
