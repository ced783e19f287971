/** Drafts belong to the member who wrote them: whoever signs in next in the same browser doesn't see them. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { enter as Enter, leave as Leave, me as Who } from "../../dashboard/shell/session.ts";
import { endWorld, fakeStorage, world } from "./world.ts";

let enter: typeof Enter;
let leave: typeof Leave;
let who: typeof Who;
/** Who the server says is signed in; null: nobody. */
let signedIn: string | null;
let signOutWorks: boolean;

const me = (id: string) => ({
	member: { id, name: id, email: `${id}@shop.test`, role: "agent" },
	workspace: { id: "w", name: "Fjord Bags", publicKey: "pk_1" },
	members: [],
	settings: {
		greeting: "Hello",
		allowedOrigins: [],
		threshold: 0.6,
		onRequest: "connect",
		closeAfterAiHours: 24,
		closeAfterHumanHours: 72,
		noShowMinutes: 5,
		sensitiveTopics: [],
		hours: null,
	},
	answerer: { inUse: "embedded", because: null },
});

beforeEach(async () => {
	world();
	vi.useFakeTimers();
	vi.stubGlobal("localStorage", fakeStorage());
	signedIn = null;
	signOutWorks = true;
	vi.stubGlobal("fetch", async (url: string) => {
		if (`${url}`.endsWith("/auth/sign-out")) {
			if (!signOutWorks) return Response.json({ title: "Down" }, { status: 503 });
			signedIn = null;
			return Response.json({ signedIn: false });
		}
		if (`${url}`.endsWith("/setup")) return Response.json({ needed: false });
		if (signedIn === null) return Response.json({ title: "Sign in" }, { status: 401 });
		return Response.json(`${url}`.endsWith("/get-session") ? { user: { id: signedIn } } : me(signedIn));
	});
	vi.resetModules();
	({ enter, leave, me: who } = await import("../../dashboard/shell/session.ts"));
});
afterEach(() => {
	vi.useRealTimers();
	endWorld();
});

const drafts = ["draft.reply.c_1", "draft.note.c_1", "drafts", "edit.article.new"].map((key) => `parley.${key}`);
const write = () => {
	for (const key of drafts) localStorage.setItem(key, "half a sentence");
	localStorage.setItem("parley.theme", "dark");
};
const left = () => drafts.filter((key) => localStorage.getItem(key) !== null);

const arrive = async (id: string) => {
	signedIn = id;
	await enter();
	expect(who.value?.member.id).toBe(id);
};

test("they are gone after signing out, and what the browser was set to stays", async () => {
	await arrive("ana");
	write();
	await leave();
	await vi.advanceTimersByTimeAsync(1_000);
	expect(left()).toEqual([]);
	expect(localStorage.getItem("parley.theme")).toBe("dark");
});

test("they stay for the same member, whose session was lost", async () => {
	await arrive("ana");
	write();
	signedIn = null;
	await enter();
	await arrive("ana");
	expect(left()).toEqual(drafts);
});

test("they are gone when somebody else signs in after a session was lost", async () => {
	await arrive("ana");
	write();
	signedIn = null;
	await enter();
	await arrive("ben");
	expect(left()).toEqual([]);
});

test("those of an earlier release, which name nobody, are kept for a session that goes on only", async () => {
	write();
	await arrive("ana");
	expect(left()).toEqual([]);
	localStorage.removeItem("parley.owner-of-drafts");
	write();
	await arrive("ana");
	expect(left()).toEqual(drafts);
});

test("they stay while signing out fails", async () => {
	await arrive("ana");
	write();
	signOutWorks = false;
	await leave();
	await vi.advanceTimersByTimeAsync(1_000);
	expect(left()).toEqual(drafts);
});
