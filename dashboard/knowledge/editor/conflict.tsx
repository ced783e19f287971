/** The conflict notice: somebody else has saved the document that is being edited. It shows their text, and the user chooses. */
import "./conflict.css";
import { useSignal } from "@preact/signals";
import type { Signal } from "@preact/signals";

type Props = {
	noun: "article" | "question";
	/** The other person's saved text, as it would be typed. */
	theirs: string;
	editing: { conflict: boolean; busy: Signal<boolean>; undo: () => void; overwrite: () => void };
};

export function Conflict({ noun, theirs, editing }: Props) {
	const shown = useSignal(false);
	if (!editing.conflict) return null;
	return (
		<div class="failure conflict" role="alert">
			<p>
				<b>Somebody else has saved this {noun} meanwhile.</b> What you wrote is still here and isn't saved.
			</p>
			<div class="pair">
				<button
					type="button"
					class="btn"
					aria-expanded={shown.value}
					onClick={() => {
						shown.value = !shown.value;
					}}
				>
					{shown.value ? "Hide theirs" : "Show theirs"}
				</button>
				<button type="button" class="btn" onClick={editing.undo}>
					Take theirs
				</button>
				<button type="button" class="btn danger" disabled={editing.busy.value} onClick={editing.overwrite}>
					Save mine over theirs
				</button>
			</div>
			{shown.value && (
				<pre class="theirs scroll" dir="auto">
					{theirs}
				</pre>
			)}
		</div>
	);
}
