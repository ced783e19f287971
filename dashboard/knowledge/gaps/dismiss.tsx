/** What both kinds of lines share: the button that dismisses one, and the addresses and words around it. */
import { Icon } from "../../ui/icon.tsx";
import { ago } from "../../ui/time.ts";

/** The address of this page, in the query of an editor that returns to it. */
export const BACK = encodeURIComponent("/knowledge/gaps");

export const since = (at: number): string => (ago(at) === "now" ? "just now" : `${ago(at)} ago`);

export const conversationAt = (id: string): string => `/conversations/${encodeURIComponent(id)}?status=all`;

export const Dismiss = ({ question, onDismiss }: { question: string; onDismiss: () => void }) => (
	<button type="button" class="btn q" aria-label={`Dismiss “${question}”`} title="Dismiss" onClick={onDismiss}>
		<Icon name="cross" />
	</button>
);
