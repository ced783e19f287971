/** A labelled input with its hint and what is wrong with it, tied together for screen readers. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "./icon.tsx";

export type Described = { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean };

type Props = {
	label: string;
	hint?: ComponentChildren;
	wrong?: string | undefined;
	/** What is wrong takes the hint's line, which is there from the start: nothing moves. */
	steady?: boolean;
	children: (attributes: Described) => ComponentChildren;
};

export function Field({ label, hint: told, wrong, steady = false, children }: Props) {
	const id = useId();
	const hint = steady && wrong !== undefined ? undefined : told;
	const described = [hint !== undefined && `${id}-hint`, wrong !== undefined && `${id}-wrong`]
		.filter(Boolean)
		.join(" ");
	return (
		<div class={steady ? "field steady" : "field"}>
			<label for={id}>{label}</label>
			{children({
				id,
				"aria-describedby": described === "" ? undefined : described,
				"aria-invalid": wrong !== undefined,
			})}
			{hint !== undefined && (
				<div class="hint" id={`${id}-hint`}>
					{hint}
				</div>
			)}
			{wrong !== undefined && (
				<div class="wrong" role="alert" id={`${id}-wrong`}>
					<Icon name="alert" small />
					<span>{wrong}</span>
				</div>
			)}
		</div>
	);
}

/** Takes the reader to the first input that is wrong, once it is drawn as such. */
export function focusWrong(): void {
	setTimeout(() => document.querySelector<HTMLElement>("main form [aria-invalid='true']")?.focus());
}

/** A form's failure as a whole; focusless, announced when it appears. */
export const Failure = ({ text }: { text: string | null }) =>
	text === null ? null : (
		<div class="failure" role="alert">
			{text}
		</div>
	);
