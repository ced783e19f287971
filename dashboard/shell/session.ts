/** The session: who is signed in, and their permissions. The other pages are rendered only while somebody is signed in. */
import { computed, effect, signal } from "@preact/signals";
import type { Me } from "../../src/protocol/workspace.ts";
import { may, type Permission } from "../../src/auth/roles.ts";
import { hasSession, loadMe, onSessionLost, setupState, signOut } from "../api.ts";
import { forget, recall, remember } from "../ui/stored.ts";
import { readAs } from "../ui/time.ts";
import { warn } from "../ui/toast.tsx";

export type Phase =
	| { name: "loading" | "setup" | "signed-in" }
	| { name: "signed-out"; lost: boolean }
	/** Signed in by password, and nothing more yet: the second factor is owed, or has to be set up. */
	| { name: "factor"; missing: boolean }
	| { name: "failed"; why: string };

export const phase = signal<Phase>({ name: "loading" });

/** Null until somebody is signed in. */
export const me = signal<Me | null>(null);

export const myId = computed(() => me.value?.member.id ?? "");

/** Whether the member has a permission, to hide what the server would refuse. A render that calls it follows a change of role. */
export const can = (permission: Permission): boolean => me.value !== null && may(me.value.member.role, permission);

onSessionLost(() => {
	if (phase.peek().name !== "signed-in") return;
	forgetPushes();
	me.value = null;
	phase.value = { name: "signed-out", lost: true };
});

/** Ends this browser's pushes, which are whoever's was signed in. */
function forgetPushes(): void {
	if (recall("push-device") !== null) void import("../push/device.ts").then(({ forgetDevice }) => forgetDevice());
}

/** Ends the session in the dashboard. Sockets call it, which learn of a lost session by a close code. */
export function lostSession(): void {
	forgetPushes();
	me.value = null;
	phase.value = { name: "signed-out", lost: true };
}

/** The key of a hint that this browser was signed in on its last visit. It is only a guess, which saves a request. */
const HINT = "signed-in";

/** Removes all unsent texts: those of the reply box, and those of the editors. */
const forgetDrafts = (): void => ["draft", "edit."].forEach(forget);
/** The key of the member whose drafts are stored in this browser. */
const OWNER = "owner-of-drafts";

/**
 * Removes the drafts of whoever was signed in here before, if that was somebody else: they are readable to all who use this
 * browser. A session that was lost keeps them, for the member who signs in again.
 */
function ownDrafts(id: string): void {
	// Drafts of an earlier release have no owner; they are the member's whose session is still open.
	const owner = recall(OWNER) ?? (recall(HINT) === null ? null : id);
	if (owner !== id) forgetDrafts();
	remember(OWNER, id);
}

effect(() => readAs(me.value?.reader.language ?? null, me.value?.reader.timezone ?? null));

/** Loads the session. Called on start, after signing in and after set-up. */
export async function enter(): Promise<void> {
	if (recall(HINT) === null && phase.peek().name === "loading") {
		const session = await hasSession();
		if (session.ok && !session.value) return signedOut();
	}
	const answer = await loadMe();
	if (answer.ok) {
		ownDrafts(answer.value.member.id);
		remember(HINT, "1");
		me.value = answer.value;
		phase.value = { name: "signed-in" };
	} else if (answer.failure.status === 401) {
		if (!owesFactor(answer.failure.reason)) await signedOut();
	} else phase.value = { name: "failed", why: answer.failure.message };
}

/** Whether a refused session only owes its second factor, whose page is shown then. */
function owesFactor(reason: string | undefined): boolean {
	if (reason !== "factor_owed" && reason !== "factor_missing") return false;
	me.value = null;
	phase.value = { name: "factor", missing: reason === "factor_missing" };
	return true;
}

async function signedOut(): Promise<void> {
	remember(HINT, null);
	const setup = await setupState();
	if (!setup.ok) phase.value = { name: "failed", why: setup.failure.message };
	else phase.value = setup.value.needed ? { name: "setup" } : { name: "signed-out", lost: false };
}

/** Loads the session's data again: roles, teammates and the answerer may have changed. A failure keeps the old data. */
export async function refresh(): Promise<void> {
	const answer = await loadMe();
	if (answer.ok) me.value = answer.value;
	else if (answer.failure.status === 401 && !owesFactor(answer.failure.reason)) lostSession();
}

export async function leave(): Promise<void> {
	const answer = await signOut();
	if (!answer.ok && answer.failure.status !== 401) return warn(`You are still signed in. ${answer.failure.message}`);
	remember(HINT, null);
	forgetPushes();
	me.value = null;
	phase.value = { name: "signed-out", lost: false };
	// Once the pages are gone, which keep what was being typed as they go.
	setTimeout(forgetDrafts, 0);
}
