/** Marks: a status as a shape, a handler as a tinted tag, people as avatars with initials. */
import type { Handler, Snooze, Status } from "../../src/protocol/conversation/entry.ts";
import { Icon } from "./icon.tsx";
import { dayAndTime } from "./time.ts";

const statusWords = { open: "Open", pending: "Pending", closed: "Closed", snoozed: "Snoozed", archived: "Archived" };
export const handlerWords: Record<Handler, string> = { ai: "AI", waiting: "Waiting", human: "Person" };

type Standing = { status: Status; archived?: boolean | undefined; snooze?: Snooze | null | undefined };

export function StatusMark({ of: { status, archived = false, snooze = null } }: { of: Standing }) {
	const shown = archived ? "archived" : snooze ? "snoozed" : status;
	const until = snooze === null ? null : snooze.until === null ? "the visitor writes" : dayAndTime(snooze.until);
	return (
		<span class={`st ${shown}`} title={shown === "snoozed" ? `Until ${until}` : undefined}>
			<i />
			{statusWords[shown]}
		</span>
	);
}

export const HandlerTag = ({ handler, more }: { handler: Handler; more?: string | undefined }) => (
	<span class={`tag ${handler}`}>
		{handlerWords[handler]}
		{more !== undefined && <span class="num-in">· {more}</span>}
	</span>
);

const TINTS = 8;

/** A person's colour, from a hash of their key, so that it is the same in every list. */
function tint(key: string): number {
	// FNV-1a with a final mix, because ids may differ in a few characters only.
	let hash = 0x811c9dc5;
	for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
	return ((hash ^ (hash >>> 13)) >>> 0) % TINTS;
}

function initials(name: string): string {
	const words = name
		.trim()
		.split(/[\s.@_-]+/u)
		.filter(Boolean);
	const first = [...(words[0] ?? "")][0] ?? "";
	const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
	return (first + last).toLocaleUpperCase();
}

/** An avatar. A null `name` is an anonymous visitor, shown as an icon. It is hidden from screen readers: the name is beside it. */
export function Avatar({ name, id, size = "" }: { name: string | null; id: string; size?: "" | "s" | "l" }) {
	const letters = name === null ? "" : initials(name.includes("@") ? (name.split("@")[0] ?? name) : name);
	return (
		<span class={`av ${size} ${letters === "" ? "" : `t${tint(id)}`}`} aria-hidden="true">
			{letters === "" ? <Icon name="person" small={size !== "l"} /> : letters}
		</span>
	);
}
