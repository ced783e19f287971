/** The teammates who have the conversation open, as avatars in the thread's header. What they do is told to screen readers. */
import "./faces.css";
import { Avatar } from "../../ui/marks.tsx";
import { doing, type Other, othersWords } from "./words.ts";

/** More than these are a number. */
const MOST = 3;

export function Faces({ of: others }: { of: readonly Other[] }) {
	const more = others.length - MOST;
	return (
		<span class="faces">
			{/* Here before anybody comes: what is inserted together with its region isn't announced. */}
			<span role="status" class="said">
				{othersWords(others)}
			</span>
			{others.slice(0, MOST).map(({ id, name, does }) => (
				<span key={id} class={does ? "writes" : undefined} title={`${name} is ${doing(does)}`}>
					<Avatar name={name} id={id} size="s" />
				</span>
			))}
			{more > 0 && (
				<span
					class="num"
					title={others
						.slice(MOST)
						.map(({ name }) => name)
						.join(", ")}
				>
					+{more}
				</span>
			)}
		</span>
	);
}
