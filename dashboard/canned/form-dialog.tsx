/** The dialog that makes or changes a canned response. */
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import type { CannedDraft, CannedResponse, CannedOwner } from "../../src/protocol/canned/response.ts";
import { variableExamples } from "../../src/protocol/canned/variables.ts";
import { MAX_TEXT_LENGTH } from "../../src/protocol/limits.ts";
import { useSaving } from "../fetch/saving.ts";
import { can } from "../shell/session.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Failure, Field } from "../ui/field.tsx";
import { tell } from "../ui/toast.tsx";
import { addCanned, changeCanned } from "./api.ts";
import { keep } from "./responses.ts";
import styles from "./canned.module.css";

type Props = {
	/** What the form begins with. One with an `id` is changed, one without is made. */
	of: Pick<CannedDraft, "title" | "text"> & Partial<Pick<CannedResponse, "id" | "shortcut" | "whose">>;
	onClose: () => void;
};

export function CannedDialog({ of, onClose }: Props) {
	const shortcut = useSignal(of.shortcut ?? "");
	const title = useSignal(of.title);
	const text = useSignal(of.text);
	const whose = useSignal<CannedOwner>(of.whose ?? "own");
	const name = useId();
	const first = useRef<HTMLInputElement>(null);
	const { save, wrong, failure, busy } = useSaving();
	useEffect(() => first.current?.focus(), []);

	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		const draft: CannedDraft = {
			shortcut: shortcut.value.replace(/^\//, ""),
			title: title.value,
			text: text.value,
			whose: whose.value,
		};
		const saved = await save(() => (of.id === undefined ? addCanned(draft) : changeCanned(of.id, draft)));
		if (saved === null) return;
		keep(saved.value);
		onClose();
		tell(`Saved. Type /${saved.value.shortcut} in a reply.`);
	};
	return (
		<Dialog title={of.id === undefined ? "New canned response" : "Change the canned response"} onClose={onClose}>
			<form onSubmit={submit} noValidate>
				<Failure text={failure.value} />
				<Field label="Shortcut" hint="One word, typed after a slash." wrong={wrong.value["shortcut"]}>
					{(attributes) => (
						<input
							{...attributes}
							ref={first}
							class="input"
							dir="auto"
							autocomplete="off"
							autocapitalize="none"
							spellcheck={false}
							value={shortcut.value}
							onInput={(event) => void (shortcut.value = event.currentTarget.value)}
						/>
					)}
				</Field>
				<Field label="Title" wrong={wrong.value["title"]}>
					{(attributes) => (
						<input
							{...attributes}
							class="input"
							dir="auto"
							autocomplete="off"
							value={title.value}
							onInput={(event) => void (title.value = event.currentTarget.value)}
						/>
					)}
				</Field>
				<Field
					label="Text"
					hint={<Variables onChoose={(variable) => void (text.value += variable)} />}
					wrong={wrong.value["text"]}
				>
					{(attributes) => (
						<textarea
							{...attributes}
							class="input"
							dir="auto"
							rows={7}
							maxLength={MAX_TEXT_LENGTH}
							value={text.value}
							onInput={(event) => void (text.value = event.currentTarget.value)}
						/>
					)}
				</Field>
				{can("configure") && (
					<fieldset class="choices">
						<legend>Who can use it</legend>
						{(["own", "team"] as const).map((one) => (
							<label key={one} class="pair">
								<input
									type="radio"
									class="cb round"
									name={name}
									checked={whose.value === one}
									onChange={() => void (whose.value = one)}
								/>
								{one === "own" ? "Only me" : "The whole team"}
							</label>
						))}
					</fieldset>
				)}
				<div class="ends">
					<button type="button" class="btn" onClick={onClose}>
						Cancel
					</button>
					<button type="submit" class="btn p" aria-disabled={busy.value}>
						Save
					</button>
				</div>
			</form>
		</Dialog>
	);
}

/** The variables, each a button that puts it at the text's end. */
const Variables = ({ onChoose }: { onChoose: (variable: string) => void }) => (
	<span class={styles["variables"]}>
		<span>Filled in when it is inserted:</span>
		{variableExamples.map((variable) => (
			<button key={variable} type="button" class="link" onClick={() => onChoose(variable)}>
				{variable}
			</button>
		))}
	</span>
);
