/** How the Worker tells the Inbox which member a socket is for: in a header that only it can set. */
import * as v from "valibot";
import { Teammate } from "../protocol/conversation/entry.ts";

const HEADER = "x-parley-member";

/** The upgrade request as the Inbox gets it: the checked member replaces every header the client sent. */
export function asMember(request: Request, member: Teammate): Request {
	const headers = new Headers({ upgrade: "websocket", [HEADER]: encodeURIComponent(JSON.stringify(member)) });
	return new Request(request.url, { headers });
}

export function teammateOf(request: Request): Teammate | null {
	const parsed = v.safeParse(Teammate, JSON.parse(decodeURIComponent(request.headers.get(HEADER) ?? "null")));
	return parsed.success ? parsed.output : null;
}
