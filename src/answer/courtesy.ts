/**
 * A message that is nothing but a greeting, thanks or a goodbye. It gets a short courteous reply; anything that also
 * asks something is not ours. "Hello, where is my parcel?" is a question.
 */
import { fold, words } from "../language/terms.ts";
import { guessLanguage, type Language } from "../language/guess.ts";
import type { Courtesy } from "./phrases.ts";

const lists: [Courtesy, Language, string][] = [
	["greeting", "en", "hello|hi|hey|hiya|good morning|good afternoon|good evening|good day|greetings|howdy|morning"],
	[
		"thanks",
		"en",
		"thanks|thank you|thx|ty|cheers|many thanks|thanks a lot|much appreciated|thank you so much|thank you very much",
	],
	[
		"goodbye",
		"en",
		"bye|goodbye|bye bye|see you|good night|have a nice day|have a good day|take care|that is all|thats all|that is it",
	],
	["greeting", "en", "yes|yeah|yep|yes please"],
	[
		"thanks",
		"en",
		"ok|okay|great|perfect|got it|alright|all right|understood|i see|cool|awesome|nice|good|that helps|that helped|it worked|that worked",
	],
	["goodbye", "en", "no|nope|no thanks|no thank you|nothing else|im good|i am good|that will be all"],
	["thanks", "de", "alles klar|super|perfekt|verstanden|passt"],
	["goodbye", "de", "nein|nein danke|das wars|das war alles"],
	["thanks", "es", "vale|perfecto|entendido|de acuerdo"],
	["thanks", "fr", "d accord|parfait|entendu"],
	["goodbye", "fr", "non merci|non"],
	["goodbye", "es", "no gracias"],
	["greeting", "de", "hallo|guten tag|guten morgen|guten abend|moin|servus|gruss gott|grüezi|hallöchen"],
	["thanks", "de", "danke|danke schön|vielen dank|herzlichen dank|danke sehr|dankeschön|besten dank"],
	["goodbye", "de", "tschüss|auf wiedersehen|schönen tag|schönen tag noch|ciao|bis bald|gute nacht"],
	["greeting", "es", "hola|buenos días|buenas tardes|buenas noches|buenas|buen día"],
	["thanks", "es", "gracias|muchas gracias|mil gracias|te lo agradezco"],
	["goodbye", "es", "adiós|hasta luego|chao|hasta pronto|nos vemos"],
	["greeting", "fr", "bonjour|salut|bonsoir|coucou"],
	["thanks", "fr", "merci|merci beaucoup|merci bien|mille mercis"],
	["goodbye", "fr", "au revoir|bonne journée|à bientôt|bonne soirée|bonne nuit"],
	["greeting", "pt", "olá|oi|bom dia|boa tarde|boa noite"],
	["thanks", "pt", "obrigado|obrigada|muito obrigado|muito obrigada|valeu"],
	["goodbye", "pt", "tchau|adeus|até logo|até breve|até mais"],
	["greeting", "it", "buongiorno|buonasera|salve|ciao"],
	["thanks", "it", "grazie|grazie mille|molte grazie|ti ringrazio|la ringrazio"],
	["goodbye", "it", "arrivederci|buona giornata|a presto|buona serata|buonanotte"],
	["greeting", "nl", "hoi|goedemorgen|goedemiddag|goedenavond|goedendag|dag"],
	["thanks", "nl", "bedankt|dank je|dank u|dank je wel|dank u wel|dankjewel|hartelijk dank"],
	["goodbye", "nl", "tot ziens|doei|fijne dag|fijne dag nog|prettige dag"],
	["greeting", "pl", "cześć|dzień dobry|dobry wieczór|witam|hej"],
	["thanks", "pl", "dziękuję|dzięki|dziękuję bardzo|bardzo dziękuję"],
	["goodbye", "pl", "do widzenia|na razie|miłego dnia|pa"],
	["greeting", "tr", "merhaba|selam|günaydın|iyi günler|iyi akşamlar|merhabalar"],
	["thanks", "tr", "teşekkürler|teşekkür ederim|çok teşekkür ederim|sağ ol|sağ olun|çok teşekkürler"],
	["goodbye", "tr", "hoşça kal|hoşça kalın|görüşürüz|güle güle"],
	["greeting", "ja", "こんにちは|こんばんは|おはようございます|おはよう|はじめまして|もしもし"],
	["thanks", "ja", "ありがとう|ありがとうございます|ありがとうございました|どうもありがとうございます|どうも"],
	["goodbye", "ja", "さようなら|では|失礼します|またね"],
	["greeting", "zh", "你好|您好|早上好|下午好|晚上好|嗨|在吗"],
	["thanks", "zh", "谢谢|谢谢你|谢谢您|多谢|非常感谢|感谢"],
	["goodbye", "zh", "再见|拜拜|回头见"],
	["greeting", "ar", "مرحبا|السلام عليكم|أهلا|صباح الخير|مساء الخير|أهلا وسهلا"],
	["thanks", "ar", "شكرا|شكرا جزيلا|شكرا لك|شكرا لكم"],
	["goodbye", "ar", "مع السلامة|وداعا|إلى اللقاء"],
];

const plain = (text: string): string => words(fold(text)).join(" ");
const known = new Map<string, { courtesy: Courtesy; language: Language }>();
for (const [courtesy, language, list] of lists)
	for (const phrase of list.split("|")) if (!known.has(plain(phrase))) known.set(plain(phrase), { courtesy, language });

/** What may stand around a courtesy without making it a question. */
const around = new Set(
	words(
		"there you so much very a lot again all everyone team parley and that was is helped helpful great perfect ok okay well then now for your the help sir madam noch schon sehr mucho muy beaucoup bien tutti na dan ya no",
	),
);

export type Found = { courtesy: Courtesy; language: Language };

/** The courtesy a message consists of, or null where it is more than that. */
export function courtesyIn(text: string): Found | null {
	if (text.length > 120) return null;
	const all = words(fold(text));
	if (all.length === 0 || all.length > 8) return null;
	let found: Found | null = null;
	for (let at = 0; at < all.length;) {
		let step = 0;
		for (let size = Math.min(4, all.length - at); size > 0 && step === 0; size--) {
			const match = known.get(all.slice(at, at + size).join(" "));
			if (!match) continue;
			step = size;
			// "Hi, thanks" is thanks; "thanks, bye" is goodbye.
			const rank: Courtesy[] = ["greeting", "thanks", "goodbye"];
			if (!found || rank.indexOf(match.courtesy) > rank.indexOf(found.courtesy)) found = match;
		}
		if (step === 0) {
			if (!around.has(all[at] ?? "")) return null;
			step = 1;
		}
		at += step;
	}
	if (!found) return null;
	const guessed = guessLanguage(text);
	return guessed === "en" || all.length < 2 ? found : { ...found, language: guessed };
}
