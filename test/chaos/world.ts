/**
 * The set-up of a chaos run: the Worker with a workspace, its knowledge, two teammates and two chat channels, stand-ins of the
 * model, of mail and of Slack, and visitors on request. Everything is created through the public routes, without a proxy.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { ensureDemo, ines, marco, PASSWORD } from "../../scripts/demo.ts";
import { randomCode, randomSecret } from "../../scripts/local-secrets.ts";
import { MadeTag } from "../../src/protocol/tag.ts";
import { WidgetSession } from "../../src/protocol/widget.ts";
import { Me } from "../../src/protocol/workspace.ts";
import { type Model, serveModel } from "./model.ts";
import { Fates } from "./outside/fates.ts";
import { serveMail } from "./outside/mail-server.ts";
import { GONE_HOOK, GOOD_HOOK, type Providers, serveProviders } from "./outside/providers.ts";
import type { Random } from "./random.ts";
import { startWorkerd, type Workerd } from "./workerd.ts";

/** The only site whose pages may show the widget. */
const SITE = "http://shop.example";
/** The shortest no-show time that settings allow, so that alarms for it fire within a run. */
const NO_SHOW_MINUTES = 1;
/** The name of the channel whose webhook is revoked. */
export const GONE_CHANNEL = "#left-behind";

export type TeamMember = { id: string; name: string; cookie: string };
/** `address`: the network address that all of a visitor's requests come from, as limits count by it. */
export type Visitor = { id: string; token: string; address: string };

export type World = {
	worker: Workerd;
	model: Model;
	/** What becomes of mails and posts. */
	fates: Fates;
	providers: Providers;
	/** The workspace's public key. */
	key: string;
	workspaceId: string;
	team: TeamMember[];
	/** The ids of the tags there are. */
	tags: string[];
	noShowMs: number;
	visitor(): Promise<Visitor>;
	close(): Promise<void>;
};

export async function startWorld(dice: Random): Promise<World> {
	const folder = await mkdtemp(join(tmpdir(), "parley-chaos-"));
	const closing: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
	const close = async () => {
		for (const step of closing.toReversed()) await step();
	};
	try {
		const model = await serveModel(dice.fork("model"));
		closing.push(() => model.close());
		const fates = new Fates(dice.fork("fates"));
		const [mail, providers] = await Promise.all([serveMail(fates), serveProviders(fates, dice.fork("providers"))]);
		closing.push(mail.close, providers.close);
		const setupCode = randomCode();
		const worker = await startWorkerd({
			folder,
			bindings: {
				PARLEY_SECRET: randomSecret(),
				SETUP_CODE: setupCode,
				CHAOS_KEY: randomSecret(),
				MODEL_URL: model.url,
				MODEL_NAME: "stand-in",
				MAIL: "smtp",
				SMTP_HOST: "127.0.0.1",
				SMTP_PORT: String(mail.port),
				OUTSIDE_URL: providers.url,
			},
		});
		closing.push(() => worker.stop());
		const demo = await ensureDemo({ host: worker.host, sites: [SITE], setupCode, execute: worker.execute });
		if (!demo) throw new Error("a fresh database holds a workspace that isn't the demo");
		const admin = await signIn(worker.host, ines.email);
		const team = [admin, await signIn(worker.host, marco.email)];
		const settings = {
			noShowMinutes: NO_SHOW_MINUTES,
			threshold: 0.1,
			sensitiveTopics: ["lawyer"],
			mailFrom: "team@fjord.example",
			mailReplies: "in.fjord.example",
		};
		const asAdmin = { cookie: admin.cookie };
		await ask(worker.host, "PATCH", "/api/workspace", asAdmin, settings);
		// So that a mail of theirs lists what concerns the set-up alone.
		const table = { waiting: [], mine: [], assigned: [], woke: [] };
		await ask(worker.host, "PATCH", "/api/notifications", asAdmin, { table });
		for (const [name, path] of [
			["#support", GOOD_HOOK],
			[GONE_CHANNEL, GONE_HOOK],
		] as const) {
			const channel = { kind: "slack", name, address: `https://hooks.slack.com${path}`, what: ["waiting"] };
			await ask(worker.host, "POST", "/api/notifications/channels", asAdmin, channel);
		}
		const tags: string[] = [];
		for (const name of ["refund", "damaged", "vip"]) tags.push(await makeTag(worker.host, admin.cookie, name));
		return {
			worker,
			model,
			fates,
			providers,
			key: demo.key,
			workspaceId: admin.workspaceId,
			team,
			tags,
			noShowMs: NO_SHOW_MINUTES * 60_000,
			visitor: () => session(worker.host, demo.key, newAddress()),
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

/** The headers of a visitor's request, whose browser is on the shop's page. */
export const from = ({ address }: Pick<Visitor, "address">): Record<string, string> => ({
	origin: SITE,
	"cf-connecting-ip": address,
});

/** Makes one request from our own page's origin. Returns the answer and its cookies; throws on anything but success. */
export async function ask(
	host: string,
	method: string,
	path: string,
	headers: Record<string, string> = {},
	body?: unknown,
): Promise<{ json: unknown; cookie: string }> {
	const response = await fetch(`${host}${path}`, {
		method,
		headers: { origin: host, ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
		signal: AbortSignal.timeout(10_000),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 200)}`);
	const cookie = response.headers.getSetCookie().map((each) => each.split(";")[0] ?? "");
	return { json: text === "" ? null : JSON.parse(text), cookie: cookie.join("; ") };
}

async function makeTag(host: string, cookie: string, name: string): Promise<string> {
	return v.parse(MadeTag, (await ask(host, "POST", "/api/tags", { cookie }, { name })).json).tag.id;
}

async function signIn(host: string, email: string): Promise<TeamMember & { workspaceId: string }> {
	const { cookie } = await ask(host, "POST", "/api/auth/sign-in/email", {}, { email, password: PASSWORD });
	const { member, workspace } = v.parse(Me, (await ask(host, "GET", "/api/me", { cookie })).json);
	return { id: member.id, name: member.name, cookie, workspaceId: workspace.id };
}

let addresses = 0;

/** Another address for each visitor, from the block for documentation, RFC 5737. */
const newAddress = (): string => `198.51.100.${++addresses % 256}`;

/** Creates a visitor. Retries while the Worker is being killed. */
async function session(host: string, key: string, address: string): Promise<Visitor> {
	for (let tries = 0; ; tries++) {
		try {
			const { json } = await ask(host, "POST", "/api/widget/session", from({ address }), { key });
			const { visitorId, token } = v.parse(WidgetSession, json);
			return { id: visitorId, token, address };
		} catch (error) {
			if (tries === 20) throw error;
			await sleep(300);
		}
	}
}
