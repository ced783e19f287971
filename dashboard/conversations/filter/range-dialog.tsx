/** The dialog that asks for a range of days. Either end may be left open. */
import { useSignal } from "@preact/signals";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";

type Props = {
	/** The filter's date, which may be something other than a range. */
	date: string | undefined;
	onClose: () => void;
	onChoose: (range: string) => void;
};

export function RangeDialog({ date = "", onClose, onChoose }: Props) {
	const [start = "", end = ""] = date.includes("..") ? date.split("..") : [];
	const from = useSignal(start);
	const to = useSignal(end);
	const wrong = useSignal<string | undefined>(undefined);
	const submit = (event: SubmitEvent) => {
		event.preventDefault();
		if (from.value === "" && to.value === "") wrong.value = "Choose a first day, a last day, or both.";
		else if (from.value !== "" && to.value !== "" && to.value < from.value)
			wrong.value = "The last day is before the first.";
		else {
			onClose();
			onChoose(`${from.value}..${to.value}`);
		}
	};
	return (
		<Dialog title="A range of days" onClose={onClose}>
			<p class="quiet">Conversations in which something was last said on these days.</p>
			<form class="stack" onSubmit={submit} noValidate>
				<Field label="First day">
					{(attributes) => (
						<input
							{...attributes}
							class="input"
							type="date"
							value={from.value}
							onInput={(event) => {
								from.value = event.currentTarget.value;
								wrong.value = undefined;
							}}
						/>
					)}
				</Field>
				<Field label="Last day" wrong={wrong.value} steady>
					{(attributes) => (
						<input
							{...attributes}
							class="input"
							type="date"
							value={to.value}
							onInput={(event) => {
								to.value = event.currentTarget.value;
								wrong.value = undefined;
							}}
						/>
					)}
				</Field>
				<div class="ends">
					<button type="button" class="btn" onClick={onClose}>
						Cancel
					</button>
					<button type="submit" class="btn p">
						Show these days
					</button>
				</div>
			</form>
		</Dialog>
	);
}
