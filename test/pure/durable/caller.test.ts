/** The caller that the Worker passes to a conversation in a header: encoded and decoded unchanged, and below the platform's limit. */
import { expect, test } from "vitest";
import { RunSettings } from "../../../src/protocol/workspace.ts";
import { type Caller, callerOf, withCaller } from "../../../src/durable/caller.ts";
import { defaultSettings } from "../../../src/workspace/settings.ts";
import * as v from "valibot";

/** The platform's limit for all headers of a request is 128 KB. */
const ROOM = 100_000;

const long = (length: number) => "退".repeat(length);

const callerWith = (over: Partial<RunSettings>): Caller => ({
	who: {
		kind: "member",
		memberId: "mb_1",
		name: "Inês 🙂",
		role: "agent",
		grant: { session: "se_1", grantedAt: 1_795_340_000_000, until: 1_795_340_300_000 },
	},
	settings: v.parse(RunSettings, { ...defaultSettings, workspaceName: "Fjord Bags", ...over }),
});

const request = new Request("https://parley.example/api/conversations/c_1/socket?since=3", {
	headers: { "x-parley-caller": "{}", cookie: "secret" },
});

test("a caller arrives unchanged, and replaces a header that the client sent", () => {
	const caller = callerWith({ greeting: 'Olá! "100 %" 你好 🙂\u0000' });
	const handed = withCaller(request, caller);
	expect(callerOf(handed)).toEqual(caller);
	expect(handed.url).toBe(request.url);
	expect(handed.headers.get("cookie")).toBeNull();
});

test("the longest settings in Chinese fit", () => {
	const caller = callerWith({
		greeting: long(300),
		sensitiveTopics: Array.from({ length: 100 }, () => long(80)),
		guidance: Array.from({ length: 20 }, () => long(300)),
	});
	const handed = withCaller(request, caller);
	expect([...handed.headers].join("").length).toBeLessThan(ROOM);
	expect(callerOf(handed)).toEqual(caller);
});
