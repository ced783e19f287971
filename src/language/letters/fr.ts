/** Mails to the team, in French. */
import type { LetterWords } from "./words.ts";

export const fr: LetterWords = {
	facts: {
		when: "Quand",
		device: "Appareil",
		place: "Lieu",
	},
	invitation: {
		subject: "{who} vous invite chez {name}",
		admin:
			"On vous demande de rejoindre l’équipe de {name} comme administrateur, qui peut tout changer sauf le propriétaire.",
		agent: "On vous demande de rejoindre l’équipe de {name} et de répondre à ses visiteurs.",
		viewer: "On vous demande de rejoindre l’équipe de {name} et de lire les échanges.",
		open: "Voir l’invitation",
		until: "Le lien sert une fois, jusqu’au {date}. Il est pour vous seul.",
		why: "{who} a saisi votre adresse. Si ce nom ne vous dit rien, ne faites rien.",
	},
	reset: {
		subject: "Choisissez un nouveau mot de passe",
		text: "Quelqu’un a demandé un nouveau mot de passe pour votre compte. Si c’était vous, choisissez-le ici. Le lien sert une fois, pendant une heure.",
		ignore: "Si ce n’était pas vous, ne faites rien : votre mot de passe reste le même.",
	},
	account: {
		password_changed: "Votre mot de passe a été changé",
		factor_added: "Un second facteur a été ajouté",
		factor_removed: "Un second facteur a été retiré",
		factor_reset: "Vos seconds facteurs ont été réinitialisés",
		recovery_code_used: "Un code de secours a été utilisé",
		passkey_added: "Une clé d’accès a été ajoutée",
		passkey_removed: "Une clé d’accès a été retirée",
		provider_linked: "Un moyen de connexion a été ajouté",
		provider_unlinked: "Un moyen de connexion a été retiré",
		notYou:
			"Si ce n’était pas vous, changez tout de suite de mot de passe : choisissez « Forgotten your password? » à la connexion, ou adressez-vous au propriétaire de l’espace de travail.",
		wasReset:
			"Quelqu’un qui gère votre équipe l’a fait, et vos sessions sont terminées. Reconnectez-vous et configurez-en un autre. Si vous ne l’avez pas demandé, adressez-vous au propriétaire de l’espace de travail.",
		open: "Ouvrir mon compte",
		why: "Vous recevez cet e-mail parce que vous avez un compte chez {name}.",
	},
	told: {
		visitor: "Un visiteur",
		conversation: "Une conversation",
		waiting: "{who} attend une personne",
		mine: "{who} vous a écrit",
		assigned: "Une conversation vous a été confiée",
		mentioned: "Vous avez été mentionné dans une conversation",
		reopened: "{who} écrit de nouveau après votre clôture",
		woke: "{who} : la mise en attente est finie",
		ai_trouble: "Le modèle de langage ne répond plus",
		aiText: "Jusqu’à son retour, la plupart des réponses sont citées de la base de connaissances.",
		source_failed: "Une source ne peut pas être lue",
		bounced: "Un e-mail à {who} est revenu",
		bouncedText: "Il n’a pas pu être remis.",
		channel_failed: "Le canal {who} n’accepte plus rien",
		channelText: "Les réglages disent pourquoi.",
		several: "{count} choses vous attendent chez {name}",
		more: "Et {count} de plus.",
		answer: "Répondez à cet e-mail pour écrire une note à l’équipe. Le visiteur ne la voit pas.",
		why: "Vous recevez ceci parce que vous ne l’avez pas vu depuis dix minutes.",
		change: "Changer ce qui vous est signalé",
		open: "Ouvrir",
	},
	test: {
		subject: "Un essai de {name}",
		heading: "Votre courrier fonctionne",
		text: "Parley a envoyé cet e-mail parce que quelqu’un l’a demandé dans les réglages. Si vous le lisez, le courrier arrive.",
		answer: "Répondez à cet e-mail, et les réglages diront si les réponses arrivent aussi.",
		spam: "S’il était parmi les indésirables, vérifiez les enregistrements SPF, DKIM et DMARC du domaine.",
	},
};
