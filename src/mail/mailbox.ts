/**
 * The mailbox of `npm start`: the mails that the log adapter took, in a page without scripts. It answers on this machine alone,
 * and only where mails go to the log. A mail is shown as its reader gets it, in a frame that may run nothing.
 */
import { desc, eq } from "drizzle-orm";
import * as v from "valibot";
import { database } from "../db/database.ts";
import { loggedMail } from "../db/schema.ts";
import { isLoopback } from "../http/origin.ts";
import type { MailEnv } from "./configuration.ts";
import { Mail } from "./mail.ts";
import { escapeHtml } from "./template.ts";

const SHOWN = 200;

/** `base`: where links of the mail open. */
const framed = (html: string): string => escapeHtml(html.replace("<head>", '<head><base target="_blank">'));

const Logged = v.pipe(v.string(), v.parseJson(), v.object({ ...Mail.entries, from: v.string(), fromName: v.string() }));

const HEADERS = {
	"content-type": "text/html; charset=utf-8",
	"cache-control": "no-store",
	"content-security-policy":
		"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'self'; form-action 'none'",
	"referrer-policy": "no-referrer",
	"x-content-type-options": "nosniff",
};

const styles =
	":root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}" +
	"table{border-collapse:collapse;width:100%}td,th{text-align:start;padding:.4rem .8rem .4rem 0;border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent);vertical-align:top;overflow-wrap:anywhere}" +
	"iframe{width:100%;height:36rem;border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:.5rem;color-scheme:light}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.5 ui-monospace,monospace}";

const page = (title: string, body: string, status = 200): Response =>
	new Response(
		`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${styles}</style></head><body><main>${body}</main></body></html>`,
		{ status, headers: HEADERS },
	);

/** Null: this isn't a request for the mailbox, or there is none here. */
export async function mailbox(request: Request, env: MailEnv): Promise<Response | null> {
	const [path, id] = /^\/mailbox(?:\/(\d{1,15}))?$/.exec(new URL(request.url).pathname) ?? [];
	if (path === undefined || request.method !== "GET" || env.MAIL !== "log" || !isLoopback(request)) return null;
	return id === undefined ? list(env) : one(env, Number(id));
}

async function list(env: MailEnv): Promise<Response> {
	const rows = await database(env).select().from(loggedMail).orderBy(desc(loggedMail.id)).limit(SHOWN);
	const items = rows.flatMap(({ id, sentTo, json, at }) => {
		const mail = v.safeParse(Logged, json);
		if (!mail.success) return [];
		return [
			`<tr><td><a href="/mailbox/${id}">${escapeHtml(mail.output.subject)}</a></td><td>${escapeHtml(sentTo)}</td><td>${new Date(at).toLocaleString("en-GB", { timeZone: "UTC" })}</td></tr>`,
		];
	});
	const body =
		items.length === 0
			? "<p>No mail yet. What Parley would send arrives here, and nowhere else.</p>"
			: `<table><thead><tr><th>Subject</th><th>To</th><th>Sent (UTC)</th></tr></thead><tbody>${items.join("")}</tbody></table>`;
	return page("Mailbox", `<h1>Mailbox</h1>${body}`);
}

async function one(env: MailEnv, id: number): Promise<Response> {
	const row = await database(env).select().from(loggedMail).where(eq(loggedMail.id, id)).get();
	const mail = row && v.safeParse(Logged, row.json);
	if (!mail?.success)
		return page("Mailbox", '<h1>There is no such mail</h1><p><a href="/mailbox">All mails</a></p>', 404);
	const { subject, from, fromName, to, replyTo, messageId, headers, inReplyTo, html, text } = mail.output;
	const facts = Object.entries({
		From: `${fromName} <${from}>`,
		To: to,
		...(replyTo !== null && { "Reply-To": replyTo }),
		...(inReplyTo !== null && { "In-Reply-To": inReplyTo }),
		"Message-ID": messageId,
		...headers,
	}).map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`);
	return page(
		subject,
		`<p><a href="/mailbox">All mails</a></p><h1>${escapeHtml(subject)}</h1><table>${facts.join("")}</table>` +
			`<h2>As it is shown</h2><iframe title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${framed(html)}"></iframe>` +
			`<h2>As plain text</h2><pre>${escapeHtml(text)}</pre>`,
	);
}
