/** Prints the SQL of the next migration for a database: `npx tsx scripts/migration-diff.ts file:./scratch.db`. */
import { schemaDrift } from '../src/store/migrate.js';

const url = process.argv[2];
if (url === undefined) {
  console.error('usage: npx tsx scripts/migration-diff.ts DATABASE_URL');
  process.exit(2);
}
console.log((await schemaDrift(url)) ?? '-- no difference');
process.exit(0);
