/** Opens D1 through drizzle, for the domains that keep rows there. Durable Objects don't use it: they have their own SQLite. */
import { drizzle } from "drizzle-orm/d1";
import * as schema from "./schema.ts";

export const database = (env: Pick<Env, "DB">) => drizzle(env.DB, { schema });
export type Database = ReturnType<typeof database>;

/** drizzle wraps what D1 said; D1 says "UNIQUE constraint failed" or "FOREIGN KEY constraint failed". */
export const isConstraint = (error: unknown): boolean =>
	error instanceof Error && (error.message.includes("constraint failed") || isConstraint(error.cause));
