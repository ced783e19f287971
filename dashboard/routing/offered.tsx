/** The mark of a conversation that is offered to somebody: to whom, and how long they have. */
import { useEffect, useState } from "preact/hooks";
import type { Routing, Teammate } from "../../src/protocol/conversation/entry.ts";
import { offeredTo } from "../../src/protocol/conversation/offer.ts";
import { myId } from "../shell/session.ts";
import { serverTime } from "../ui/time.ts";

type Of = { routing?: Routing | null | undefined; assignee: Teammate | null };

/** The time until then: "1:34". It ticks by itself, and says nothing to a screen reader. */
export function Countdown({ until }: { until: number }) {
	const [, tick] = useState(0);
	useEffect(() => {
		const timer = setInterval(() => tick((n) => n + 1), 1_000);
		return () => clearInterval(timer);
	}, []);
	const seconds = Math.max(0, Math.ceil((until - serverTime()) / 1_000));
	return (
		<span class="num" aria-hidden="true">
			{Math.floor(seconds / 60)}:{`${seconds % 60}`.padStart(2, "0")}
		</span>
	);
}

export function OfferedTag({ of }: { of: Of }) {
	const member = offeredTo(of);
	if (member === null) return null;
	return (
		<span class="tag offered" dir="auto">
			Offered to {member.id === myId.value ? "you" : member.name}, <Countdown until={of.routing?.until ?? 0} />
		</span>
	);
}
