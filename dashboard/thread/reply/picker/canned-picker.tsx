/** The picker of canned responses. What it inserts has its variables filled in, so that the teammate reads what will be sent. */
import styles from "./picker.module.css";
import { useEffect } from "preact/hooks";
import { filledIn, valuesOf } from "../../../../src/protocol/canned/variables.ts";
import { plainText } from "../../../../src/protocol/markdown.ts";
import { fitting } from "../../../canned/matching.ts";
import { failure, freshResponses, responses } from "../../../canned/responses.ts";
import { me } from "../../../shell/session.ts";
import { ChoiceList } from "./choice-list.tsx";
import type { PickerProps } from "./use-picker.tsx";

/** More than this nobody reads: typing on finds the others. */
const MOST = 50;

export function CannedPicker({ contactName, ...picker }: PickerProps & { contactName: string | null }) {
	useEffect(freshResponses, []);
	const all = responses.value;
	const values = valuesOf({
		contactName,
		agent: me.value?.member.name ?? "",
		workspace: me.value?.workspace.name ?? "",
	});
	const lines =
		all &&
		fitting(all, picker.pick.typed)
			.slice(0, MOST)
			.map((response) => ({
				id: response.id,
				insert: () => filledIn(response.text, values),
				content: (
					<>
						<span class="clip" dir="auto">
							{response.title}
						</span>
						<span class={styles["shortcut"]} dir="auto">
							/{response.shortcut}
						</span>
						<span class={`${styles["text"]} clip`} dir="auto">
							{plainText(filledIn(response.text, values))}
						</span>
					</>
				),
			}));
	const isFailed = all === null && failure.value !== null;
	const none = isFailed
		? "The canned responses can't be loaded now."
		: all?.length === 0 && picker.pick.typed === ""
			? "There are no canned responses yet. Make them in the settings."
			: null;
	return <ChoiceList {...picker} label="canned responses" lines={isFailed ? [] : lines} none={none} />;
}
