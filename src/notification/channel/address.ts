/** The addresses of incoming webhooks that are called: https, of a known host, with a webhook's path. Pure. */
import type { ChannelKind } from "../../protocol/notification/channel.ts";

type Known = { name: string; host: RegExp; path: RegExp; example: string };

const known: Record<ChannelKind, Known> = {
	slack: {
		name: "Slack",
		host: /^hooks\.slack(?:-gov)?\.com$/,
		path: /^\/(?:services|workflows|triggers)\/[\w/-]+$/,
		example: "https://hooks.slack.com/services/…",
	},
	discord: {
		name: "Discord",
		host: /^(?:(?:canary|ptb)\.)?discord(?:app)?\.com$/,
		path: /^\/api(?:\/v\d+)?\/webhooks\/\d+\/[\w-]+$/,
		example: "https://discord.com/api/webhooks/…",
	},
	teams: {
		name: "Microsoft Teams",
		host: /^(?:[\w-]+\.)+(?:webhook\.office\.com|logic\.azure\.com|api\.powerplatform\.com)$/,
		path: /^\/[\w/@.-]+$/,
		example: "https://….logic.azure.com/workflows/…",
	},
};

export const channelName = (kind: ChannelKind): string => known[kind].name;

/** The address as it is called. Logic Apps name their port, which is that of https. */
export function channelAddress(
	kind: ChannelKind,
	typed: string,
): { ok: true; url: string } | { ok: false; message: string } {
	const { name, host, path, example } = known[kind];
	const no = { ok: false, message: `Enter the address of a webhook of ${name}, such as ${example}` } as const;
	if (!URL.canParse(typed)) return no;
	const url = new URL(typed);
	if (url.protocol !== "https:" || url.port !== "" || url.username !== "" || url.password !== "" || url.hash !== "")
		return no;
	return host.test(url.hostname) && path.test(url.pathname) ? { ok: true, url: url.href } : no;
}

/** The host, and the last four letters: enough to tell two apart. */
export const maskedAddress = (url: string): string => `${new URL(url).host}/…${url.slice(-4)}`;
