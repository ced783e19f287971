/** What each command of mail does to a conversation's state. Part of the table of transitions (../transitions.ts). */
import { Draft } from "../draft.ts";
import type { TransitionOf } from "../machine.ts";
import { HOUR_MS, MAILS_AN_HOUR } from "./due.ts";

const mail: TransitionOf<"mail"> = (draft, { to }) => {
	const { state, now } = draft;
	if (state.blockedUntil !== undefined) return "blocked";
	if (state.repliedSeq <= state.mailedSeq) return null;
	state.mailedBefore = state.mailedSeq;
	state.mailedSeq = state.repliedSeq;
	if (to === null) return null;
	draft.addEvent({ type: "mailed", to, upTo: state.mailedSeq });
	state.mailTimes = [...state.mailTimes, now].slice(-MAILS_AN_HOUR);
	state.linkedAt = now;
	if (state.repliedByAi) state.aiMailAt = now;
	return null;
};

const mailFails: TransitionOf<"mail_fails"> = (draft, { to, reason }) => {
	const { state } = draft;
	if (state.mailStopped === to) return null;
	draft.addEvent({ type: "mail_failed", to, reason });
	state.mailStopped = to;
	return null;
};

const resumeMail: TransitionOf<"resume_mail"> = (draft, { member }) => {
	const { state } = draft;
	if (state.mailStopped === null) return "not_now";
	draft.addEvent({ type: "mail_resumed", to: state.mailStopped, by: member });
	state.mailStopped = null;
	// What didn't arrive is owed again.
	state.mailedSeq = Math.min(state.mailedSeq, state.mailedBefore);
	return null;
};

const holdMail: TransitionOf<"hold_mail"> = (draft, { id, from, text, files, reason }) => {
	if (draft.state.blockedUntil !== undefined) return "blocked";
	// Most likely the visitor's word, and it waits for a teammate.
	draft.wake("visitor");
	draft.addEvent({ type: "mail_held", id, from, text, ...Draft.files(files), reason });
	return null;
};

const sendMailOn: TransitionOf<"send_mail_on"> = (draft, { id, member }) => {
	draft.addEvent({ type: "mail_sent_on", id, by: member });
	return null;
};

const sendTranscript: TransitionOf<"send_transcript"> = (draft, { to }) => {
	const { state, now } = draft;
	if (state.blockedUntil !== undefined) return "blocked";
	if ((state.mailTimes.at(-MAILS_AN_HOUR) ?? 0) > now - HOUR_MS) return "flood";
	draft.addEvent({ type: "transcript", to });
	state.mailTimes = [...state.mailTimes, now].slice(-MAILS_AN_HOUR);
	return null;
};

const noteAutomatic: TransitionOf<"note_automatic"> = (draft, { id, from }) => {
	draft.addEvent({ type: "mail_automatic", id, from });
	return null;
};

export const mailTransitions = {
	mail,
	mail_fails: mailFails,
	resume_mail: resumeMail,
	hold_mail: holdMail,
	send_mail_on: sendMailOn,
	send_transcript: sendTranscript,
	note_automatic: noteAutomatic,
};
