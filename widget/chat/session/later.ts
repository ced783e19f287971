/**
 * The module that the chat imports after it has been drawn: the outbox shared by all tabs, and the rating buttons under
 * answers. The chat works without it. It doesn't bundle Preact: the chat passes its `h`.
 */
import type { ComponentChild, h as Draw } from "preact";
import type { ThreadCore } from "../../../client/thread-core.ts";
import { share } from "../../../client/outbox/shared-outbox.ts";
import { randomId } from "../../../client/id.ts";
import type { Message, Rating } from "../../../src/protocol/conversation/entry.ts";

export { share };

/** The parts of ChatSession that this uses. A new `rate` function makes the bubbles render again. */
type Session = { rate?: (message: Message) => ComponentChild; onChange(): void };

const THUMB =
	"M7 11v9H4v-9zM7 11l4-8c1.500 0 2.500 1 2.500 2.500V9H19a2 2 0 0 1 2 2.200l-1.500 7A2.200 2.200 0 0 1 17.200 20H7";

/** Adds rating buttons to a conversation's answers. */
export function thumbs(session: Session, thread: ThreadCore, h: typeof Draw): void {
	/** Ratings given on this page, by seq. Earlier ones are in the entries. */
	const given = new Map<number, Rating | null>();
	const draw = () => {
		session.rate = ({ seq, citations: sources, rating }) => {
			// A message without citations, such as a greeting, can't be rated.
			if (!sources?.length) return null;
			const now = given.has(seq) ? given.get(seq) : rating;
			const button = (one: Rating, label: string) =>
				h(
					"button",
					{
						type: "button",
						class: "plain",
						"aria-label": label,
						title: label,
						"aria-pressed": now === one,
						onClick: () => {
							const next = now === one ? null : one;
							given.set(seq, next);
							draw();
							void thread.frame({ type: "rate", id: randomId(), seq, rating: next });
						},
					},
					h(
						"svg",
						{ viewBox: "-4 -4 32 32", width: 24, height: 24, "aria-hidden": true },
						h("path", {
							d: THUMB,
							fill: now === one ? "currentColor" : "none",
							transform: one === "down" ? "rotate(180 12 12)" : undefined,
						}),
					),
				);
			return h("small", { role: "group", "aria-label": "Was this helpful?" }, [
				" ",
				button("up", "Helpful"),
				button("down", "Not helpful"),
			]);
		};
		session.onChange();
	};
	draw();
}

export type Later = { share: typeof share; thumbs: typeof thumbs };
