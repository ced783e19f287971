/** Mails to the team, in German. */
import type { LetterWords } from "./words.ts";

export const de: LetterWords = {
	facts: {
		when: "Wann",
		device: "Gerät",
		place: "Ort",
	},
	invitation: {
		subject: "{who} lädt Sie zu {name} ein",
		admin:
			"Sie sollen als Administrator zum Team von {name} kommen. Administratoren dürfen alles ändern, nur nicht den Inhaber.",
		agent: "Sie sollen zum Team von {name} kommen und Besuchern antworten.",
		viewer: "Sie sollen zum Team von {name} kommen und mitlesen.",
		open: "Einladung ansehen",
		until: "Der Link gilt einmal, bis {date}. Er ist nur für Sie.",
		why: "{who} hat Ihre Adresse eingegeben. Wenn Sie den Namen nicht kennen, tun Sie nichts.",
	},
	reset: {
		subject: "Neues Passwort wählen",
		text: "Jemand hat ein neues Passwort für Ihr Konto angefordert. Wenn Sie es waren, wählen Sie hier eines. Der Link gilt einmal, eine Stunde lang.",
		ignore: "Wenn Sie es nicht waren, tun Sie nichts: Ihr Passwort bleibt, wie es ist.",
	},
	account: {
		password_changed: "Ihr Passwort wurde geändert",
		factor_added: "Ein zweiter Faktor wurde hinzugefügt",
		factor_removed: "Ein zweiter Faktor wurde entfernt",
		factor_reset: "Ihre zweiten Faktoren wurden zurückgesetzt",
		recovery_code_used: "Ein Wiederherstellungscode wurde benutzt",
		passkey_added: "Ein Passkey wurde hinzugefügt",
		passkey_removed: "Ein Passkey wurde entfernt",
		provider_linked: "Ein Weg zur Anmeldung wurde hinzugefügt",
		provider_unlinked: "Ein Weg zur Anmeldung wurde entfernt",
		notYou:
			"Wenn Sie es nicht waren, setzen Sie sofort ein anderes Passwort: Wählen Sie bei der Anmeldung „Forgotten your password?“, oder fragen Sie den Inhaber des Arbeitsbereichs.",
		wasReset:
			"Jemand, der Ihr Team verwaltet, hat das getan, und Ihre Sitzungen sind beendet. Melden Sie sich neu an und richten Sie einen anderen ein. Wenn Sie nicht darum gebeten haben, fragen Sie den Inhaber des Arbeitsbereichs.",
		open: "Mein Konto öffnen",
		why: "Sie erhalten diese E-Mail, weil Sie ein Konto bei {name} haben.",
	},
	told: {
		visitor: "Ein Besucher",
		conversation: "Ein Gespräch",
		waiting: "{who} wartet auf einen Menschen",
		mine: "{who} hat Ihnen geschrieben",
		assigned: "Ihnen wurde ein Gespräch zugeteilt",
		mentioned: "Sie wurden in einem Gespräch erwähnt",
		reopened: "{who} schreibt wieder, nachdem Sie geschlossen haben",
		woke: "{who} ist wieder da: Die Wiedervorlage ist fällig",
		ai_trouble: "Das Sprachmodell versagt",
		aiText: "Bis es wieder antwortet, werden die meisten Antworten aus der Wissensdatenbank zitiert.",
		source_failed: "Eine Quelle lässt sich nicht lesen",
		bounced: "Eine E-Mail an {who} kam zurück",
		bouncedText: "Sie konnte nicht zugestellt werden.",
		channel_failed: "Der Kanal {who} nimmt nichts mehr an",
		channelText: "Die Einstellungen sagen, warum.",
		several: "In {name} warten {count} Dinge auf Sie",
		more: "Und {count} weitere.",
		answer: "Antworten Sie auf diese E-Mail, um eine Notiz für das Team zu schreiben. Der Besucher sieht sie nicht.",
		why: "Sie erhalten diese E-Mail, weil Sie es zehn Minuten lang nicht gesehen haben.",
		change: "Ändern, was Ihnen gemeldet wird",
		open: "Öffnen",
	},
	test: {
		subject: "Ein Test von {name}",
		heading: "Ihre E-Mail funktioniert",
		text: "Parley hat diese E-Mail geschickt, weil jemand in den Einstellungen darum gebeten hat. Wenn Sie sie lesen, kommt E-Mail an.",
		answer: "Antworten Sie auf diese E-Mail: Die Einstellungen sagen dann, ob auch Antworten ankommen.",
		spam: "Wenn sie im Spam lag, prüfen Sie die SPF-, DKIM- und DMARC-Einträge der Domain.",
	},
};
