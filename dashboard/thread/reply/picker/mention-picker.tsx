/** The picker of teammates in a note. It inserts the name, by which the server knows who is meant. */
import styles from "./picker.module.css";
import { matchOf } from "../../../palette/choices.ts";
import { me, myId } from "../../../shell/session.ts";
import { Avatar } from "../../../ui/marks.tsx";
import { ChoiceList } from "./choice-list.tsx";
import type { PickerProps } from "./use-picker.tsx";

const MOST = 50;

export function MentionPicker(picker: PickerProps) {
	const others = (me.value?.members ?? []).filter(({ id }) => id !== myId.value);
	const lines = others
		.filter(({ name, email }) => matchOf(picker.pick.typed, `${name} ${email}`) !== null)
		.slice(0, MOST)
		.map(({ id, name, email }) => ({
			id,
			insert: () => `@${name} `,
			content: (
				<>
					<span class={styles["who"]}>
						<Avatar name={name} id={id} />
						<span class="clip" dir="auto">
							{name}
						</span>
					</span>
					<span class={`${styles["email"]} clip`}>{email}</span>
				</>
			),
		}));
	const none = others.length === 0 && picker.pick.typed === "" ? "Nobody else is on the team yet." : null;
	return <ChoiceList {...picker} label="teammates" lines={lines} none={none} />;
}
