/** The questions that sections are worded by: a teammate's own, and a large source's, which no model writes unasked. */
import { askForSource, saveWordings } from "../wording/store.ts";
import { configuring, doneIf } from "./context.ts";

/** A teammate's questions for one section of an article; none: it gets none from a model either. */
export const setWordings = configuring(
	({ storage }, { id, section, questions }: { id: string; section: string; questions: string[] }) =>
		doneIf(storage.transactionSync(() => saveWordings(storage.sql, id, section, questions, { edited: true }))),
);

/** For all sections of a source, however many. */
export const askWordings = configuring(({ storage }, { id }: { id: string }) =>
	doneIf(storage.transactionSync(() => askForSource(storage.sql, id, Date.now()))),
);
