/** The loading and error states of a page or panel. */
import type { Failure } from "../api.ts";

type Props = { failure: Failure | null; onRetry: () => void; gone?: { title: string; href: string; name: string } };

/** The loading state. Its text appears after a delay: text that flashes makes a quick load look slow. */
export const Waiting = () => (
	<div class="blank-part" aria-busy="true">
		<p class="quiet late">Loading</p>
	</div>
);

export function Loading({ failure, onRetry, gone }: Props) {
	if (failure === null) return <Waiting />;
	if (failure.status === 404 && gone !== undefined)
		return (
			<div class="empty">
				<b>{gone.title}</b>
				<p>The address may be old, or somebody has deleted it.</p>
				<a class="btn" href={gone.href}>
					{gone.name}
				</a>
			</div>
		);
	return (
		<div class="empty">
			<b>This can't be shown now</b>
			<p>{failure.message}</p>
			<button type="button" class="btn" onClick={onRetry}>
				Try again
			</button>
		</div>
	);
}
