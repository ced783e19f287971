/**
 * The module that the chat imports after it has been drawn: the outbox shared by all tabs, the rating buttons under answers, and
 * the ways to files. Files themselves are another module (../files/files.ts), imported when somebody taps, pastes or drops one,
 * and when a message has one. The chat works without any of it. It doesn't bundle Preact: the chat passes its `h`.
 */
import type { ComponentChild, h as Draw } from "preact";
import type { ThreadCore } from "../../../client/thread-core.ts";
import type { Outbox, Shared, Unsent, UnsentFile } from "../../../client/outbox/outbox.ts";
import { share } from "../../../client/outbox/shared-outbox.ts";
import { randomId } from "../../../client/id.ts";
import type { Message, Rating } from "../../../src/protocol/conversation/entry.ts";
import type { Files, FilesModule } from "../files/files.ts";

/** The parts of ChatSession that this uses. */
export type LaterSession = {
	more?: (message: Message | Unsent, tail?: boolean) => ComponentChild;
	attach?: () => ComponentChild;
	attached?: UnsentFile[] | undefined;
	onChange(): void;
};

export type Beginning = {
	session: LaterSession;
	thread: ThreadCore;
	h: typeof Draw;
	/** The conversation's address, ".../conversations/ID", and the headers of its requests. */
	base: string;
	headers(): Promise<Record<string, string>>;
	root: ShadowRoot;
};

/** Messages of the log and unsent ones. */
const hasFiles = (message: Message | Unsent): boolean => !!message.files?.length;

const THUMB =
	"M7 11v9H4v-9zM7 11l4-8c1.500 0 2.500 1 2.500 2.500V9H19a2 2 0 0 1 2 2.200l-1.500 7A2.200 2.200 0 0 1 17.200 20H7";

const CLIP =
	"M20 11.500l-8.300 8.300a5.500 5.500 0 0 1-7.800-7.800l8.800-8.800a3.700 3.700 0 0 1 5.200 5.200l-8.800 8.800a1.800 1.800 0 0 1-2.600-2.600l7.800-7.800";

/** Begins for one conversation. Called once its outbox is there. */
export function begin(beginning: Beginning): Shared {
	const { session, thread, h, root } = beginning;
	/** Ratings given on this page, by seq. Earlier ones are in the entries. */
	const given = new Map<number, Rating | null>();
	let files: Files | null = null;
	let loading: Promise<Files | null> | null = null;
	let owned: { outbox: Outbox; prefix: string } | null = null;

	const button = (label: string, look: string, pressed: boolean | undefined, onClick: () => void, path: object) =>
		h(
			"button",
			{ type: "button", class: look, "aria-label": label, title: label, "aria-pressed": pressed, onClick },
			h(
				"svg",
				{ viewBox: "-4 -4 32 32", width: 24, height: 24, "aria-hidden": true },
				h("path", { fill: "none", ...path }),
			),
		);
	const rating = ({ seq, citations: sources, rating: before }: Message) => {
		// A message without citations, such as a greeting, can't be rated.
		if (!sources?.length) return null;
		const now = given.has(seq) ? given.get(seq) : before;
		const thumb = (one: Rating, label: string) =>
			button(
				label,
				"plain",
				now === one,
				() => {
					const next = now === one ? null : one;
					given.set(seq, next);
					draw();
					void thread.frame({ type: "rate", id: randomId(), seq, rating: next });
				},
				{
					d: THUMB,
					...(now === one && { fill: "currentColor" }),
					...(one === "down" && { transform: "rotate(180 12 12)" }),
				},
			);
		return h("small", { role: "group", "aria-label": "Was this helpful?" }, [
			" ",
			thumb("up", "Helpful"),
			thumb("down", "Not helpful"),
		]);
	};
	/** Draws with new functions, so that bubbles are rendered again. */
	const draw = () => {
		session.more = (message, tail) =>
			tail !== undefined
				? rating(message as Message)
				: hasFiles(message)
					? (files?.ofMessage(message) ?? void load())
					: null;
		session.attach = () => [
			button("Add files", "icon", undefined, () => void load().then((loaded) => loaded?.pick()), { d: CLIP }),
			files?.chosen(),
		];
		session.onChange();
	};
	const load = () =>
		(loading ??= import(/* @vite-ignore */ `./${FILES_URL}`)
			.then((module: FilesModule) => {
				if (!owned) throw new Error("no outbox");
				files = module.files({ ...beginning, ...owned, draw });
				draw();
				return files;
			})
			.catch(() => (loading = null)));
	const listeners = new AbortController();
	/** Takes the files of a paste or drop, and leaves text to the browser. */
	const take = (event: Event, data: DataTransfer | null) => {
		// Office programs put a picture of a text beside it: the text is meant.
		if (!data?.types.includes("Files") || (data.types.includes("text/html") && data.types.includes("text/plain")))
			return;
		event.preventDefault();
		if (event.type === "dragover") return;
		// Read before the event is over.
		const all = [...data.files];
		void load().then((loaded) => loaded?.add(all));
	};
	return {
		share(outbox, prefix) {
			owned = { outbox, prefix };
			const end = share(outbox, prefix);
			const unsubscribe = thread.subscribe(() => {
				if (thread.view.unsent.some(hasFiles)) void load();
				files?.check();
			});
			for (const type of ["dragover", "drop"])
				root.addEventListener(
					type,
					(event) => take(event, event instanceof DragEvent ? event.dataTransfer : null),
					listeners,
				);
			root.addEventListener(
				"paste",
				(event) => {
					if (event instanceof ClipboardEvent) take(event, event.clipboardData);
				},
				listeners,
			);
			draw();
			return () => {
				end();
				unsubscribe();
				listeners.abort();
				files?.close();
			};
		},
	};
}

export type Later = { begin: typeof begin };
