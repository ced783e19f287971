/** Loads the figures of the AI's answers by confidence. */
import { AnswerFigures } from "../../../src/protocol/figures/answers.ts";
import { call } from "../../api.ts";
import { useQuery } from "../../fetch/query.ts";

/** `days` null: loads nothing. */
export const useAnswerFigures = (days: number | null) =>
	useQuery(days === null ? null : String(days), (signal) =>
		call(`/figures/answers?days=${days}`, { schema: AnswerFigures, signal }),
	);
