/** The files that a person chose, dropped or pasted: which may be sent, and why the others may not. It reads no contents. */
import { MAX_FILES_A_MESSAGE, MAX_SENT_FILE_BYTES } from "../../src/protocol/conversation/file.ts";

export type FileChoice = {
	chosen: File[];
	/** For each file that isn't: its name and the reason. */
	refused: { name: string; reason: "empty" | "too_big" | "too_many" }[];
};

/** `already`: how many the message has. */
export function choose(files: readonly File[], already: number): FileChoice {
	const choice: FileChoice = { chosen: [], refused: [] };
	for (const file of files) {
		const reason =
			file.size === 0
				? "empty"
				: file.size > MAX_SENT_FILE_BYTES
					? "too_big"
					: already + choice.chosen.length >= MAX_FILES_A_MESSAGE
						? "too_many"
						: null;
		if (reason === null) choice.chosen.push(file);
		else choice.refused.push({ name: file.name, reason });
	}
	return choice;
}
