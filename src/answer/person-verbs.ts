/**
 * Asking for a person in the languages of Europe that person.ts knows, by what they share: a verb of reaching and
 * somebody to reach stand close together, in either order; or somebody real is wished for; or is all that is said. On
 * folded words. Past tenses are left out: who spoke to an agent yesterday doesn't ask for one.
 */

type Speech = {
	/** Verbs of talking, connecting, being answered, in the forms that ask. */
	reach: string;
	/** Whom. */
	person: string;
	/** What tells a person from a machine. */
	real: string;
	/** Wishes. */
	wish: string;
};

const speeches: Speech[] = [
	{
		// German
		reach:
			"sprechen|reden|unterhalten|chatten|verbinden?|durchstellen|weiterleiten|leiten? (?:sie )?mich|geben sie mir|gib mir|gerne? kontakt|telefonieren|schreiben|antworten|gern\\w* gesprochen",
		person:
			"mensch(?:en)?|mitarbeiter(?:in|n)?|(?:kunden)?berater(?:in|n)?|kolleg(?:e|en|in)|agent(?:en)?|jemand(?:em|en)?|kundendienst|kundenservice|jemand vom support|ansprechpartner(?:in)?",
		real: "echten?|echter|echte|richtigen?|richtiger|realen?|menschlichen?|menschlicher",
		wish: "will|mochte|brauche|bitte|hatte|wunsche",
	},
	{
		// Spanish
		reach:
			"hablar|chatear|conversar|comunicar(?:me|se)?|comuniqu\\w+|contactar|pas[ae]me|ponme|ponga(?:n)?me|d[ae]me|atender(?:me)?|atiend[ae]|atendid[oa]|conect(?:ar|arme|ame|eme|enme)|transfer\\w+",
		person:
			"persona|humano|humana|agente|asesor|asesora|operador|operadora|representante|ejecutivo|ejecutiva|supervisor|supervisora|gerente|alguien|empleado|encargado",
		real: "real|verdadera|verdadero|humano|humana|de verdad",
		wish: "quiero|quisiera|necesito|prefiero|deseo|por favor",
	},
	{
		// French
		reach:
			"parler|discuter|echanger|chatter|contacter|joindre|me passer|passez moi|transferez moi|me transferer|mettez moi|me mettre|etre mis|en relation|me repondre|me rappeler|donnez moi",
		person:
			"humain|humaine|personne|conseiller|conseillere|agent|operateur|operatrice|responsable|employe|quelqu un|membre de (?:votre|l) equipe|collegue|teleconseiller",
		real: "vrai|vraie|reel|reelle|humain|humaine",
		wish: "veux|voudrais|aimerais|souhaite|besoin|prefere|svp|s il vous plait",
	},
	{
		// Portuguese
		reach:
			"falar|conversar|contatar|contactar|me transfer\\w+|transfira|me pass\\w+|passe me|atendid[oa] por|me conect\\w+|me atend\\w+|me da|chatear",
		person:
			"pessoa|humano|humana|atendente|agente|alguem|operador|operadora|representante|funcionari[oa]|assistente|gente",
		real: "real|verdadeira|verdadeiro|humano|humana|de verdade",
		wish: "quero|queria|gostaria|preciso|prefiro|por favor",
	},
	{
		// Italian
		reach:
			"parlare|parlarne|contattat[oa] da|datemi|chattare|contattare|comunicare|conversare|mi (?:puo |potete |puoi )?pass\\w+|passami|passatemi|collegatemi|(?:metta|mettetemi|mettermi) in contatto|trasferi(?:temi|scimi|re)",
		person: "persona|umano|umana|operatore|operatrice|agente|qualcuno|consulente|addett[oa]|responsabile",
		real: "vera|vero|reale|umano|umana|in carne",
		wish: "voglio|vorrei|preferisco|desidero|serve|bisogno|per favore",
	},
	{
		// Dutch
		reach: "praten|spreken|spreek|chatten|geef (?:me|mij)|aan de lijn|doorverbinden|verbind(?:en)?|overleggen",
		person: "mens|persoon|medewerk(?:er|ster)|collega|iemand|adviseur|agent|klantenservice",
		real: "echte?|levende?|menselijke?",
		wish: "wil|nodig|graag|liever|alsjeblieft|aub",
	},
	{
		// Polish
		reach:
			"porozmawiac|rozmawiac|rozmowy|rozmowe|pogadac|polacz\\w*|przelacz\\w*|skontaktowac|kontakt|kontaktu|napisac do|daj(?:cie)? mi",
		person:
			"czlowiek\\w*|konsultant\\w*|pracownik\\w*|agent(?:em|a|owi)?|kims|kim|ktos|doradc\\w*|operator(?:em|a|owi|ka|ki)?",
		real: "zywy|zywym|zywego|prawdziwy|prawdziwym|prawdziwego|ludzki\\w*",
		wish: "chce|chcialbym|chcialabym|potrzebuje|prosze|poprosze|wole",
	},
	{
		// Turkish
		reach:
			"konus(?:mak|abil|ayim|alim|ma)\\w*|gorus(?:mek|ebil|eyim|elim|me)\\w*|bagla(?:r|yin|yabil|mak|n)\\w*|yazis(?:mak|abil|ma)\\w*|aktar(?:in|ir|ma|abil)\\w*",
		person:
			"insan\\w*|musteri hizmetleri\\w*|temsilci\\w*|yetkili\\w*|operator\\w*|calisan\\w*|biri|biriyle|birine|birisi\\w*|danisman\\w*",
		real: "gercek|canli|insan",
		wish: "istiyorum|isterim|lutfen|ihtiyacim|rica",
	},
];

/** Words that may stand between the two, and around somebody who is asked for without a verb. */
const BETWEEN = "(?: \\w+){0,5}? ";
const around = `(?:hallo|hola|bonjour|ola|ciao|hoi|czesc|merhaba|bitte|por favor|svp|s il vous plait|per favore|graag|aub|alsjeblieft|prosze|poprosze|lutfen|eine?[nrm]?|una?|une|uno?|um|uma|een|bir)`;

const patterns = speeches.map(({ reach, person, real, wish }) => ({
	close: new RegExp(`\\b(?:${reach})${BETWEEN}(?:${person})\\b|\\b(?:${person})${BETWEEN}(?:${reach})\\b`),
	genuine: new RegExp(`\\b(?:(?:${real}) (?:${person})|(?:${person}) (?:${real}))\\b`),
	wish: new RegExp(`\\b(?:${wish})\\b`),
	alone: new RegExp(`^(?:${around} )*(?:(?:${real}) )?(?:${person})(?: (?:${real}))?(?: ${around})*$`),
}));

/** Longer messages that wish for something real are about the thing. Words. */
const SHORT = 12;

export function asksByVerb(tokens: string[]): boolean {
	const text = tokens.join(" ");
	return patterns.some(
		({ close, genuine, wish, alone }) =>
			close.test(text) || alone.test(text) || (tokens.length <= SHORT && genuine.test(text) && wish.test(text)),
	);
}
