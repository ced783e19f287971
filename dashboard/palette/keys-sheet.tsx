/** The sheet of keys: every command that has one, by the place where it works. */
import styles from "./palette.module.css";
import { searchCommands, selectionCommands } from "../conversations/commands.ts";
import { listCommands } from "../shell/commands/list-commands.ts";
import { type Key, nameOfKey } from "../shell/commands/registry.ts";
import { copilotCommands } from "../thread/reply/copilot-commands.ts";
import { leaveCommands, threadCommands } from "../thread/commands.ts";
import { Dialog } from "../ui/dialog.tsx";
import { keyName, letterKeys } from "../ui/keys.ts";
import { undoCommands } from "../undo/commands.ts";
import { overCommands } from "./commands.ts";

type Line = { id: string; name: string; keys: string[] };

/** Commands that have a key. What a key's condition is about doesn't matter here. */
const linesOf = (commands: readonly { id: string; name: string; keys?: readonly Key<never>[] }[]): Line[] =>
	commands.flatMap(({ id, name, keys = [] }) => (keys.length === 0 ? [] : [{ id, name, keys: keys.map(nameOfKey) }]));

const sections: { title: string; lines: Line[] }[] = [
	{ title: "Everywhere", lines: linesOf([...overCommands, ...searchCommands, ...undoCommands]) },
	{
		title: "In the list",
		lines: [
			...linesOf(listCommands),
			{ id: "list.open", name: "Open", keys: ["Enter"] },
			...linesOf(selectionCommands),
		],
	},
	{ title: "In a conversation", lines: [...linesOf(threadCommands), ...linesOf(leaveCommands)] },
	{
		title: "In the reply box",
		lines: [
			{ id: "reply.send", name: "Send", keys: ["Enter"] },
			{ id: "reply.close", name: "Send and close", keys: ["Mod+Shift+Enter"] },
			{ id: "reply.line", name: "A new line", keys: ["Shift+Enter"] },
			{ id: "reply.canned", name: "Canned responses", keys: ["/"] },
			{ id: "note.mention", name: "Name a teammate, in a note", keys: ["@"] },
			...linesOf(copilotCommands),
		],
	},
];

export const KeysSheet = ({ onClose }: { onClose: () => void }) => (
	<Dialog title="Keys" onClose={onClose}>
		{!letterKeys.value && <p class="quiet">Shortcuts with letters are off. The menu of your account turns them on.</p>}
		<div class={styles["sheet"]}>
			{sections.map(({ title, lines }) => (
				<section key={title}>
					<h3>{title}</h3>
					<dl>
						{lines.map(({ id, name, keys }) => (
							<div key={id}>
								<dt>{name}</dt>
								<dd>
									{keys.map((key) => (
										<kbd key={key}>{keyName(key)}</kbd>
									))}
								</dd>
							</div>
						))}
					</dl>
				</section>
			))}
		</div>
		<div class="ends">
			<button type="button" class="btn" onClick={onClose}>
				Close
			</button>
		</div>
	</Dialog>
);
