/**
 * Runs before every file of worker tests: empties what the file before left in this runtime (objects, D1 and R2) and brings the
 * database up to the current tables.
 */
import { applyD1Migrations, type D1Migration, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";

declare global {
	namespace Cloudflare {
		interface Env {
			/** Only in tests: the migrations, read by vitest.config.ts. */
			TEST_MIGRATIONS: D1Migration[];
		}
	}
}

await reset();
await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);

/**
 * No model unless a test asks for one ("auto"): what is saved gets its vectors in the background, the adapters are imported
 * when that begins, and an import that is under way when its file ends keeps the whole run from ending.
 */
Reflect.set(env, "ANSWERER", "embedded");
