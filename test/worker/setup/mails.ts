/** Mail in worker tests: the log adapter for the length of a test, and what has arrived. */
import { env } from "cloudflare:workers";
import { desc, eq } from "drizzle-orm";
import * as v from "valibot";
import { onTestFinished } from "vitest";
import { database } from "../../../src/db/database.ts";
import { loggedMail } from "../../../src/db/schema.ts";
import { Mail } from "../../../src/mail/mail.ts";

/** How the whole runtime sends mail until the test is over: into the log, to a server that isn't there, or not at all. */
export function mailBy(how: "log" | "nowhere" | ""): void {
	const set = (values: Record<string, string>) => {
		for (const [name, value] of Object.entries(values)) Reflect.set(env, name, value);
	};
	set(how === "nowhere" ? { MAIL: "smtp", SMTP_HOST: "127.0.0.1", SMTP_PORT: "9" } : { MAIL: how });
	onTestFinished(() => set({ MAIL: "", SMTP_HOST: "" }));
}

const Logged = v.pipe(v.string(), v.parseJson(), v.object({ ...Mail.entries, from: v.string() }));
type Logged = v.InferOutput<typeof Logged>;

/** What has arrived at an address, the latest first. */
export async function mailsTo(email: string): Promise<Logged[]> {
	const rows = await database(env)
		.select({ json: loggedMail.json })
		.from(loggedMail)
		.where(eq(loggedMail.sentTo, email))
		.orderBy(desc(loggedMail.id));
	return rows.map(({ json }) => v.parse(Logged, json));
}

/** What follows the "#" of the first link to this page. */
export const tokenIn = ({ text }: Pick<Logged, "text">, page: string): string =>
	new RegExp(`/${page}#(\\S+)`).exec(text)?.[1] ?? "";
