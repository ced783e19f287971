/** Reads a visitor's place, language and device from their request. They are for the sidebar, never to identify somebody. */
import Bowser from "bowser";
import type { VisitorCaller } from "../../durable/caller.ts";

const MAX_LENGTH = 100;
const text = (value: unknown): string | null =>
	typeof value === "string" && value !== "" ? value.slice(0, MAX_LENGTH) : null;

/** The English name of a region or language code; the code itself where Intl doesn't know it. */
function displayName(type: "region" | "language", code: string): string {
	try {
		return new Intl.DisplayNames("en", { type }).of(code) ?? code;
	} catch {
		return code;
	}
}

export function detailsOf(request: Request): VisitorCaller["details"] {
	const cf: unknown = request.cf;
	const place = (key: string) =>
		typeof cf === "object" && cf !== null && key in cf ? text(Reflect.get(cf, key)) : null;
	const country = place("country");
	// Programs without a language send "*", which doesn't match.
	const language = text(/^[a-z]{2,3}(?:-\w+)*/i.exec(request.headers.get("accept-language") ?? "")?.[0]);
	const agent = request.headers.get("user-agent");
	const parsed = agent ? Bowser.parse(agent) : null;
	const device = parsed && [parsed.platform.model ?? parsed.platform.type, parsed.os.name].filter(Boolean).join(", ");
	return {
		page: null,
		referrer: null,
		place: [place("city"), country && displayName("region", country)].filter(Boolean).join(", ") || null,
		timezone: place("timezone"),
		language: language && displayName("language", language),
		languageTag: language,
		device: text(device),
		browser: text(parsed?.browser.name),
	};
}
