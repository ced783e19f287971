/** A section of the settings: its heading and description on the left, its inputs on the right. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

type Props = { title: string; text: string; children: ComponentChildren };

export function Section({ title, text, children }: Props) {
	const id = useId();
	return (
		<section class="section" aria-labelledby={id}>
			<div>
				<h2 id={id}>{title}</h2>
				<p class="quiet">{text}</p>
			</div>
			<div class="inputs">{children}</div>
		</section>
	);
}
