/** The header in which the Worker names a socket's member to the Inbox. Only the Worker can set it. */
import * as v from "valibot";
import { Teammate } from "../protocol/conversation/entry.ts";

const HEADER = "x-parley-member";

/** The upgrade request that the Inbox gets: its only headers are the upgrade and the checked member. */
export function asMember(request: Request, member: Teammate): Request {
	const headers = new Headers({ upgrade: "websocket", [HEADER]: encodeURIComponent(JSON.stringify(member)) });
	return new Request(request.url, { headers });
}

/** The member in a request's header; null where there is none. */
export function teammateOf(request: Request): Teammate | null {
	const parsed = v.safeParse(Teammate, JSON.parse(decodeURIComponent(request.headers.get(HEADER) ?? "null")));
	return parsed.success ? parsed.output : null;
}
