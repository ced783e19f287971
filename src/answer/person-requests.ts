/**
 * Which readings of a message ask for a person: patterns of what its words do (`person-senses.ts`), the same in all
 * languages. Refuses people who are only mentioned: mine, another, those for whom something is, those who told me.
 */

/**
 * In a pattern a letter is a sense, `_` any known word, `~` any word, `.` one that is unknown, `<` and `>` where a
 * clause begins and ends.
 */
const pattern = (source: string): RegExp =>
	new RegExp(
		source
			.replaceAll(".", "\\.")
			.replaceAll("<", "(?:^|\\|)")
			.replaceAll(">", "(?=$|\\|)")
			.replaceAll("_", "[^|.]")
			.replaceAll("~", "[^|]"),
	);

/** Somebody of yours is staff, and somebody of the team is one of them. */
const staff = (reading: string): string =>
	reading
		.replace(/Y+S+|SF?[YS]+|SP+/g, "P")
		.replace(/P(?:F?[YO])+/g, "P")
		.replace(/SF?O+/g, "S");

/** People who aren't asked for become words that say nothing. */
const aside: RegExp[] = [
	// What was yesterday, where nothing is wanted now.
	/(?<=^|\|)[^|WA]*G[^|WA]*(?=$|\|)/g,
	// My agent, another person, for somebody. A call from somebody is one from a person.
	/[JX]R*[PSO!]+|(?<![CHKL][MA]?)FR*[PS]+/g,
	// Told me, spoke to an agent. An agent told me; a person who is tall.
	/D[^|]{0,2}[PSO!]|(?<!W)[PSO!][^|]{0,2}D|[PS]X/g,
	// No need to talk to a human; don't call me.
	/U[TKCM]{0,2}R?[PS]|[UNZ][^|.]{0,3}L|L[^|.]{0,3}Z/g,
];

/** By example, in English. */
const requests: RegExp[] = [
	// Put me through.
	"!",
	// Talk to somebody; is there anybody I can talk to; with whom can I talk; an agent, about my order, to talk to.
	"T[^|NZ]{0,3}[PSO]",
	"[EWAM]~*[PSO]~{0,4}T",
	"[PSO]~{0,4}T~{0,2}[WA]|[PSO]_{0,2}[WA]_{0,2}T",
	"<[QZH]*S(?:[AM]_{0,2}[TK]|T)",
	"<~{0,3}[PSO]~{0,2}T_{0,2}>|<_{0,2}P~{0,5}T>",
	// Can we do this on the phone with somebody; who is in charge, let me talk to them; can I get an agent on the line.
	"[AZW]~*V_?S[QAH]*>|[AW]~{0,3}PV>",
	"[PSV]~*\\|_{0,2}WT~?>",
	// Transfer me to an operator; assign my case to a human; transfer me.
	"C[^|.J]*.?[^|.J]{0,2}[PSO]|CJ.?[^|J]{0,2}P",
	"[PSO][^|.Z]{0,2}C~{0,2}(?:[AWM]|$|\\|)",
	"^C[QAM]+$|<(?=_*C)(?=_*M)_*>",
	// Reach an agent; have somebody call me; call me back.
	"[KL]_{0,2}.?[PS]",
	"[PS]~{0,3}K_{0,2}M|[PS]~{0,2}M~{0,2}K|[PS]K_?[WA]|[PSO]_?K~{0,3}W|P_?K>|<_{0,2}SK>",
	"S[AMW]+~{0,4}K>|[WA]_{0,3}S~{0,4}[KL]>",
	"A[YM]*M[YQA]*K>|A[YQ]*K[QA]*M>",
	"<_{0,4}L(?!..)",
	// I want an agent; I want somebody who understands.
	"W[^|.XF]{0,2}.?[^|.XF]?P",
	"W[MRYZAEQVW]*S(?=F?(?:$|\\|)|V(?:$|\\|)|_{0,2}[HTKCRBZN]|~{0,3}O)",
	"[PO]W(?=A?(?:$|\\|))",
	// An agent, please; customer service please; anybody; somebody real.
	"<[RMAYQVHNZEW]*P[PSRMAYQVHNZEW]*>",
	"^[QAWM]*S?O[QAM]+$",
	"^[RMAYQVHNBZEW|]*S[RMAYQVHNBZEW]?[RQA|]*$",
	"<(?:[MAYQHW]*(?:RS|SF?R)[QMA]*|S[QA]+)>",
	// No bots; I don't want to talk to a bot; a person and not a machine; the bot can't help me.
	"[NU]_{0,5}B(?![.F])|[NU]~{0,2}B_?T|B~{0,2}N(?=A?(?:$|\\|))",
	"Z~{0,2}T~{0,2}B|Z~{0,2}B_{0,2}T|B_{0,2}T~{0,2}[ZN]|B~{0,2}TZ|[^X|]ZB>",
	"[ZN]~{0,2}B[^]{0,8}[PS]|[PS][^]{0,6}[ZN]~{0,2}B|[BZN]S[MA]{0,3}H|[PS][AM]*H~{0,4}B",
	"B_{0,2}Z_{0,2}H|B_{0,3}H_?Z>",
	// Is anybody there; is there anybody who can help; are there real people here.
	"<[^|.P]*E_{0,2}[PS](?:_{0,3}[HTKV]_*)?>|E_{0,3}R[PS]|<_*[PS]_{0,2}E[^|.D]*>|[HTKV]_?SE",
	"<[QA]*[OY]?S+VA?>|<[QA]*H_{0,2}S_?>",
	"[AE]_{0,2}.?S_{0,2}[HV]_*>",
	// Somebody help me; can an agent take over; somebody of yours look at it; I want a human to answer.
	"<[QEY]*S+[MAYVF]{0,4}H[MVQARZ]*>|[WA][^|.Y]{0,2}H_?S",
	"[AWU]_{0,2}P_{0,3}H|AP~{0,3}H>|<Q*P[MAYV]{1,4}H|P[MAYV]{1,3}HM*>",
	"<H[VE]?P|[WA]~{0,3}H_{0,3}P|HF?RP|EP_?H",
	"[PS]~{0,2}H~{0,2}W|W[MAYRQ]*[PS]_{0,3}H",
	// I want somebody to do it personally.
	"[AW]_{0,4}S_{0,3}H~{0,3}R|W~{0,3}S~{0,5}R|A_{0,2}S_?R~{0,5}H|S_{0,2}R_{0,2}H",
].map(pattern);

/** In languages whose verb comes last, what is done about an agent stands after them. */
const requestsVerbLast: RegExp[] = [
	"P_?[TKCH]|S_?T|O_?S_{0,2}[TKCHW]|[PS]KH",
	"<_*S[MA]{0,2}H[WAMV]*>",
	"P~{0,2}W[A.]?>|(?:[HRC]|<_{0,2}|O_?)SW(?=A?(?:$|\\|))",
	"L>",
].map(pattern);

/** Whether a reading asks for a person. */
export function requestsPerson(reading: string, verbLast: boolean): boolean {
	const rest = aside.reduce((left, people) => left.replace(people, "."), staff(reading));
	return requests.some((request) => request.test(rest)) || (verbLast && requestsVerbLast.some((one) => one.test(rest)));
}
