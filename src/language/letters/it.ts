/** Mails to the team, in Italian. */
import type { LetterWords } from "./words.ts";

export const it: LetterWords = {
	facts: {
		when: "Quando",
		device: "Dispositivo",
		place: "Luogo",
	},
	invitation: {
		subject: "{who} La invita in {name}",
		admin:
			"Le chiedono di unirsi al team di {name} come amministratore, che può cambiare tutto tranne il proprietario.",
		agent: "Le chiedono di unirsi al team di {name} e di rispondere ai visitatori.",
		viewer: "Le chiedono di unirsi al team di {name} e di leggere le conversazioni.",
		open: "Vedere l’invito",
		until: "Il link vale una volta, fino al {date}. È solo per Lei.",
		why: "{who} ha scritto il Suo indirizzo. Se non conosce questa persona, non faccia nulla.",
	},
	reset: {
		subject: "Scelga una nuova password",
		text: "Qualcuno ha chiesto una nuova password per il Suo account. Se è stato Lei, la scelga qui. Il link vale una volta, per un’ora.",
		ignore: "Se non è stato Lei, non faccia nulla: la password resta com’è.",
	},
	account: {
		password_changed: "La Sua password è stata cambiata",
		factor_added: "È stato aggiunto un secondo fattore",
		factor_removed: "È stato tolto un secondo fattore",
		factor_reset: "I Suoi secondi fattori sono stati reimpostati",
		recovery_code_used: "È stato usato un codice di recupero",
		passkey_added: "È stata aggiunta una passkey",
		passkey_removed: "È stata tolta una passkey",
		provider_linked: "È stato aggiunto un modo di accedere",
		provider_unlinked: "È stato tolto un modo di accedere",
		notYou:
			"Se non è stato Lei, imposti subito un’altra password: scelga «Forgotten your password?» all’accesso, o chieda al proprietario dell’area di lavoro.",
		wasReset:
			"Lo ha fatto qualcuno che gestisce il Suo team, e le Sue sessioni sono terminate. Acceda di nuovo e ne imposti un altro. Se non lo ha chiesto, si rivolga al proprietario dell’area di lavoro.",
		open: "Aprire il mio account",
		why: "Riceve questa e-mail perché ha un account in {name}.",
	},
	told: {
		visitor: "Un visitatore",
		conversation: "Una conversazione",
		waiting: "{who} aspetta una persona",
		mine: "{who} Le ha scritto",
		assigned: "Le è stata assegnata una conversazione",
		mentioned: "È stato menzionato in una conversazione",
		reopened: "{who} scrive di nuovo dopo la Sua chiusura",
		woke: "{who} torna dopo il rinvio",
		ai_trouble: "Il modello linguistico non funziona",
		aiText: "Finché non risponde di nuovo, la maggior parte delle risposte è citata dalla base di conoscenza.",
		source_failed: "Una fonte non si può leggere",
		bounced: "Un’e-mail a {who} è tornata indietro",
		bouncedText: "Non è stato possibile consegnarla.",
		channel_failed: "Il canale {who} non accetta più nulla",
		channelText: "Le impostazioni dicono perché.",
		several: "{count} cose La aspettano in {name}",
		more: "E altre {count}.",
		answer: "Risponda a questa e-mail per scrivere una nota al team. Il visitatore non la vede.",
		why: "Riceve questo perché non l’ha visto per dieci minuti.",
		change: "Cambiare ciò di cui è avvisato",
		open: "Aprire",
	},
	test: {
		subject: "Una prova da {name}",
		heading: "La Sua posta funziona",
		text: "Parley ha inviato questa e-mail perché qualcuno l’ha chiesto nelle impostazioni. Se la legge, la posta arriva.",
		answer: "Risponda a questa e-mail, e le impostazioni diranno se arrivano anche le risposte.",
		spam: "Se era tra la posta indesiderata, controlli i record SPF, DKIM e DMARC del dominio.",
	},
};
