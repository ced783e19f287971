/** Where a member's request comes from, as the audit log keeps it: place, device and network. It decides nothing. */
import type { RequestOrigin } from "../../protocol/people/audit.ts";
import { network } from "../address.ts";
import { deviceOf } from "./device.ts";

const MAX_LENGTH = 80;

function countryOf(code: string): string {
	try {
		return new Intl.DisplayNames("en", { type: "region" }).of(code) ?? code;
	} catch {
		return code;
	}
}

/** Each part is null where the request or Cloudflare doesn't say. */
export function originOf(request: Request): RequestOrigin {
	const cf: unknown = request.cf;
	const said = (key: string): string | null => {
		const value: unknown = typeof cf === "object" && cf !== null ? Reflect.get(cf, key) : null;
		return typeof value === "string" && value !== "" ? value.slice(0, MAX_LENGTH) : null;
	};
	const country = said("country");
	const address = request.headers.get("cf-connecting-ip");
	return {
		place: [said("city"), country && countryOf(country)].filter(Boolean).join(", ") || null,
		device: deviceOf(request.headers.get("user-agent")),
		address: address === null ? null : network(address).slice(0, MAX_LENGTH),
	};
}
