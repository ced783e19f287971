/** A labelled input with its hint and error message, linked for screen readers. */
import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "./icon.tsx";

export type Described = { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean };

type Props = {
	label: string;
	hint?: ComponentChildren;
	wrong?: string | undefined;
	/** True: the error message replaces the hint, whose line is always there, so that nothing moves. */
	steady?: boolean;
	children: (attributes: Described) => ComponentChildren;
};

export function Field({ label, hint: hintText, wrong, steady = false, children }: Props) {
	const id = useId();
	const hint = steady && wrong !== undefined ? undefined : hintText;
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

type PasswordProps = Omit<Props, "children"> & {
	value: Signal<string>;
	/** True for one that is chosen: password managers offer one, and its rule is shown. */
	isNew?: boolean;
};

/** A password, typed into a signal. */
export const PasswordField = ({ value, isNew = false, ...field }: PasswordProps) => (
	<Field {...(isNew && { hint: "At least 10 characters." })} {...field}>
		{(attributes) => (
			<input
				{...attributes}
				class="input"
				type="password"
				autocomplete={isNew ? "new-password" : "current-password"}
				value={value.value}
				onInput={(event) => void (value.value = event.currentTarget.value)}
			/>
		)}
	</Field>
);

/** Focuses the first invalid input, after the next render. */
export function focusWrong(): void {
	setTimeout(() => document.querySelector<HTMLElement>("main form [aria-invalid='true']")?.focus());
}

/** The error message of a whole form. It is announced when it appears and doesn't take the focus. */
export const Failure = ({ text }: { text: string | null }) =>
	text === null ? null : (
		<div class="failure" role="alert">
			{text}
		</div>
	);
