/** Kinds of columns that several tables have. */
import { integer } from "drizzle-orm/sqlite-core";

/** A time in better-auth's tables: read as a Date. */
export const at = (name: string) => integer(name, { mode: "timestamp_ms" });

/** A time in our own tables: milliseconds since 1970, as a number. */
export const ms = (name: string) => integer(name);
