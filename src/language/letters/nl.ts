/** Mails to the team, in Dutch. */
import type { LetterWords } from "./words.ts";

export const nl: LetterWords = {
	facts: {
		when: "Wanneer",
		device: "Apparaat",
		place: "Plaats",
	},
	invitation: {
		subject: "{who} nodigt u uit bij {name}",
		admin:
			"U wordt gevraagd om bij het team van {name} te komen als beheerder, die alles mag wijzigen behalve de eigenaar.",
		agent: "U wordt gevraagd om bij het team van {name} te komen en bezoekers te antwoorden.",
		viewer: "U wordt gevraagd om bij het team van {name} te komen en mee te lezen.",
		open: "De uitnodiging bekijken",
		until: "De link werkt één keer, tot {date}. Hij is alleen voor u.",
		why: "{who} heeft uw adres ingevoerd. Kent u deze persoon niet, doe dan niets.",
	},
	reset: {
		subject: "Kies een nieuw wachtwoord",
		text: "Iemand heeft een nieuw wachtwoord voor uw account gevraagd. Was u het, kies er dan hier een. De link werkt één keer, een uur lang.",
		ignore: "Was u het niet, doe dan niets: uw wachtwoord blijft zoals het is.",
	},
	account: {
		password_changed: "Uw wachtwoord is gewijzigd",
		factor_added: "Er is een tweede factor toegevoegd",
		factor_removed: "Er is een tweede factor verwijderd",
		factor_reset: "Uw tweede factoren zijn opnieuw ingesteld",
		recovery_code_used: "Er is een herstelcode gebruikt",
		passkey_added: "Er is een passkey toegevoegd",
		passkey_removed: "Er is een passkey verwijderd",
		provider_linked: "Er is een manier van inloggen toegevoegd",
		provider_unlinked: "Er is een manier van inloggen verwijderd",
		notYou:
			"Was u het niet, stel dan meteen een ander wachtwoord in: kies ‘Forgotten your password?’ bij het inloggen, of vraag het de eigenaar van de werkruimte.",
		wasReset:
			"Iemand die uw team beheert heeft dit gedaan, en uw sessies zijn beëindigd. Log opnieuw in en stel een andere in. Hebt u er niet om gevraagd, vraag het dan de eigenaar van de werkruimte.",
		open: "Mijn account openen",
		why: "U krijgt deze e-mail omdat u een account bij {name} hebt.",
	},
	told: {
		visitor: "Een bezoeker",
		conversation: "Een gesprek",
		waiting: "{who} wacht op een mens",
		mine: "{who} heeft u geschreven",
		assigned: "U hebt een gesprek gekregen",
		mentioned: "U bent in een gesprek genoemd",
		reopened: "{who} schrijft weer nadat u had gesloten",
		woke: "{who} is terug van uitstel",
		ai_trouble: "Het taalmodel werkt niet",
		aiText: "Tot het weer antwoordt, worden de meeste antwoorden uit de kennisbank geciteerd.",
		source_failed: "Een bron kan niet worden gelezen",
		bounced: "Een e-mail aan {who} kwam terug",
		bouncedText: "Hij kon niet worden bezorgd.",
		channel_failed: "Het kanaal {who} neemt niets meer aan",
		channelText: "De instellingen zeggen waarom.",
		several: "{count} dingen wachten op u in {name}",
		more: "En nog {count}.",
		answer: "Beantwoord deze e-mail om een notitie voor het team te schrijven. De bezoeker ziet die niet.",
		why: "U krijgt dit omdat u het tien minuten niet hebt gezien.",
		change: "Wijzigen wat u wordt gemeld",
		open: "Openen",
	},
	test: {
		subject: "Een test van {name}",
		heading: "Uw e-mail werkt",
		text: "Parley heeft deze e-mail gestuurd omdat iemand daar in de instellingen om vroeg. Als u hem leest, komt e-mail aan.",
		answer: "Beantwoord deze e-mail, en de instellingen zeggen of antwoorden ook aankomen.",
		spam: "Stond hij bij de ongewenste mail, kijk dan naar de SPF-, DKIM- en DMARC-records van het domein.",
	},
};
