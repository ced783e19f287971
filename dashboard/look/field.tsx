/** A labelled input with its hint and what is wrong with it, tied together for screen readers. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "./icon.tsx";

export type Described = { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean };

type Props = {
	label: string;
	hint?: ComponentChildren;
	wrong?: string | undefined;
	children: (attributes: Described) => ComponentChildren;
};

export function Field({ label, hint, wrong, children }: Props) {
	const id = useId();
	const described = [hint !== undefined && `${id}-hint`, wrong !== undefined && `${id}-wrong`]
		.filter(Boolean)
		.join(" ");
	return (
		<div class="field">
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
				<div class="wrong" id={`${id}-wrong`}>
					<Icon name="alert" small />
					<span>{wrong}</span>
				</div>
			)}
		</div>
	);
}

/** A form's failure as a whole; focusless, announced when it appears. */
export const Failure = ({ text }: { text: string | null }) =>
	text === null ? null : (
		<div class="failure" role="alert">
			{text}
		</div>
	);
