/** "Why this answer": the trace of one of the AI's messages, in a drawer over its thread. */
import styles from "./trace.module.css";
import { useModal } from "../../ui/dialog.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Loading } from "../../ui/loading.tsx";
import { useQuery } from "../../fetch/query.ts";
import { traceOf } from "./api.ts";
import { TraceView } from "./trace-view.tsx";

type Props = { conversation: string; seq: number; onClose: () => void };

export function Why({ conversation, seq, onClose }: Props) {
	const ref = useModal(onClose);
	const { data, error, reload } = useQuery(`${conversation}/${seq}`, (signal) => traceOf(conversation, seq, signal));
	const trace = data.value?.trace;
	const isMissing = error.value?.status === 404;
	return (
		<dialog ref={ref} class={`drawer ${styles["why"]}`} aria-labelledby="why-title">
			<header class="bar">
				<h2 id="why-title">Why this answer</h2>
				<span class="rest" />
				<button type="button" class="btn q" aria-label="Close" onClick={onClose}>
					<Icon name="cross" />
				</button>
			</header>
			<div class={`${styles["inside"]} scroll`}>
				{trace !== undefined ? (
					<TraceView trace={trace} />
				) : isMissing ? (
					<div class="empty">
						<b>Nothing is kept about this answer</b>
						<p>Only the latest answers of a conversation are kept, since this version.</p>
					</div>
				) : (
					<Loading failure={error.value} onRetry={() => void reload()} />
				)}
			</div>
		</dialog>
	);
}
