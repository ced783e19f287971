/** The fixed sentences the AI says in its own name: offers, courtesies and leads, in the visitor's language. */
import type { EscalationReason } from "../protocol/entry.ts";
import type { Language } from "../language/guess.ts";

type Offers = { nothing: string; unsure: string; failed: string; stuck: string; person: string };

const offers: Record<Language, Offers> = {
	en: {
		nothing: "I couldn't find anything about that. Would you like to talk to a person?",
		unsure: "I'm not sure about that. Would you like to talk to a person?",
		failed: "I can't give you a good answer right now. Would you like to talk to a person?",
		stuck: "I don't know more about that. Would you like to talk to a person?",
		person: "Would you like to talk to a person?",
	},
	de: {
		nothing: "Dazu habe ich nichts gefunden. Möchten Sie mit einem Menschen sprechen?",
		unsure: "Da bin ich mir nicht sicher. Möchten Sie mit einem Menschen sprechen?",
		failed: "Ich kann Ihnen gerade keine gute Antwort geben. Möchten Sie mit einem Menschen sprechen?",
		stuck: "Mehr weiß ich dazu leider nicht. Möchten Sie mit einem Menschen sprechen?",
		person: "Möchten Sie mit einem Menschen sprechen?",
	},
	es: {
		nothing: "No he encontrado nada sobre eso. ¿Quiere hablar con una persona?",
		unsure: "No estoy seguro de eso. ¿Quiere hablar con una persona?",
		failed: "Ahora mismo no puedo darle una buena respuesta. ¿Quiere hablar con una persona?",
		stuck: "No sé más sobre eso. ¿Quiere hablar con una persona?",
		person: "¿Quiere hablar con una persona?",
	},
	fr: {
		nothing: "Je n'ai rien trouvé à ce sujet. Souhaitez-vous parler à une personne ?",
		unsure: "Je n'en suis pas certain. Souhaitez-vous parler à une personne ?",
		failed: "Je ne peux pas vous donner une bonne réponse pour le moment. Souhaitez-vous parler à une personne ?",
		stuck: "Je n'en sais pas plus à ce sujet. Souhaitez-vous parler à une personne ?",
		person: "Souhaitez-vous parler à une personne ?",
	},
	pt: {
		nothing: "Não encontrei nada sobre isso. Quer falar com uma pessoa?",
		unsure: "Não tenho a certeza. Quer falar com uma pessoa?",
		failed: "Neste momento não consigo dar-lhe uma boa resposta. Quer falar com uma pessoa?",
		stuck: "Não sei mais sobre isso. Quer falar com uma pessoa?",
		person: "Quer falar com uma pessoa?",
	},
	it: {
		nothing: "Non ho trovato nulla al riguardo. Vuole parlare con una persona?",
		unsure: "Non ne sono sicuro. Vuole parlare con una persona?",
		failed: "In questo momento non posso darle una buona risposta. Vuole parlare con una persona?",
		stuck: "Non so altro al riguardo. Vuole parlare con una persona?",
		person: "Vuole parlare con una persona?",
	},
	nl: {
		nothing: "Daar heb ik niets over gevonden. Wilt u met iemand van ons praten?",
		unsure: "Daar ben ik niet zeker van. Wilt u met iemand van ons praten?",
		failed: "Ik kan u nu geen goed antwoord geven. Wilt u met iemand van ons praten?",
		stuck: "Meer weet ik daar niet over. Wilt u met iemand van ons praten?",
		person: "Wilt u met iemand van ons praten?",
	},
	pl: {
		nothing: "Nie znalazłem nic na ten temat. Czy chcesz porozmawiać z człowiekiem?",
		unsure: "Nie jestem tego pewien. Czy chcesz porozmawiać z człowiekiem?",
		failed: "Nie mogę teraz dać dobrej odpowiedzi. Czy chcesz porozmawiać z człowiekiem?",
		stuck: "Nie wiem o tym nic więcej. Czy chcesz porozmawiać z człowiekiem?",
		person: "Czy chcesz porozmawiać z człowiekiem?",
	},
	tr: {
		nothing: "Bununla ilgili bir şey bulamadım. Bir kişiyle görüşmek ister misiniz?",
		unsure: "Bundan emin değilim. Bir kişiyle görüşmek ister misiniz?",
		failed: "Şu anda iyi bir yanıt veremiyorum. Bir kişiyle görüşmek ister misiniz?",
		stuck: "Bu konuda daha fazla bilgim yok. Bir kişiyle görüşmek ister misiniz?",
		person: "Bir kişiyle görüşmek ister misiniz?",
	},
	ja: {
		nothing: "その件については見つかりませんでした。担当者とお話しになりますか。",
		unsure: "確かなことが分かりません。担当者とお話しになりますか。",
		failed: "ただいま適切にお答えできません。担当者とお話しになりますか。",
		stuck: "これ以上のことは分かりません。担当者とお話しになりますか。",
		person: "担当者とお話しになりますか。",
	},
	zh: {
		nothing: "我没有找到相关内容。您想和人工客服沟通吗？",
		unsure: "这一点我不太确定。您想和人工客服沟通吗？",
		failed: "我现在无法给出好的回答。您想和人工客服沟通吗？",
		stuck: "关于这一点我没有更多信息了。您想和人工客服沟通吗？",
		person: "您想和人工客服沟通吗？",
	},
	ar: {
		nothing: "لم أجد شيئًا عن ذلك. هل تود التحدث إلى شخص؟",
		unsure: "لست متأكدًا من ذلك. هل تود التحدث إلى شخص؟",
		failed: "لا أستطيع أن أعطيك إجابة جيدة الآن. هل تود التحدث إلى شخص؟",
		stuck: "لا أعرف أكثر عن ذلك. هل تود التحدث إلى شخص؟",
		person: "هل تود التحدث إلى شخص؟",
	},
};

export function offerText(reason: EscalationReason, language: Language): string {
	const texts = offers[language];
	if (reason === "nothing_found") return texts.nothing;
	if (reason === "ai_failed") return texts.failed;
	if (reason === "too_many_turns") return texts.stuck;
	return reason === "asked_for_person" ? texts.person : texts.unsure;
}

export type Courtesy = "greeting" | "thanks" | "goodbye";

const courtesies: Record<Language, Record<Courtesy, string>> = {
	en: {
		greeting: "Hello. What can I help you with?",
		thanks: "You're welcome. Is there anything else?",
		goodbye: "Goodbye, and have a good day.",
	},
	de: {
		greeting: "Hallo. Wobei kann ich helfen?",
		thanks: "Gern geschehen. Kann ich sonst noch helfen?",
		goodbye: "Auf Wiedersehen und einen schönen Tag.",
	},
	es: {
		greeting: "Hola. ¿En qué puedo ayudarle?",
		thanks: "De nada. ¿Puedo ayudarle en algo más?",
		goodbye: "Adiós, que tenga un buen día.",
	},
	fr: {
		greeting: "Bonjour. Que puis-je faire pour vous ?",
		thanks: "Je vous en prie. Puis-je faire autre chose pour vous ?",
		goodbye: "Au revoir et bonne journée.",
	},
	pt: {
		greeting: "Olá. Em que posso ajudar?",
		thanks: "De nada. Posso ajudar em mais alguma coisa?",
		goodbye: "Até breve e bom dia.",
	},
	it: {
		greeting: "Buongiorno. Come posso aiutarla?",
		thanks: "Prego. Posso aiutarla in altro?",
		goodbye: "Arrivederci e buona giornata.",
	},
	nl: {
		greeting: "Hallo. Waarmee kan ik helpen?",
		thanks: "Graag gedaan. Kan ik nog ergens mee helpen?",
		goodbye: "Tot ziens en een fijne dag.",
	},
	pl: {
		greeting: "Dzień dobry. W czym mogę pomóc?",
		thanks: "Proszę bardzo. Czy mogę jeszcze w czymś pomóc?",
		goodbye: "Do widzenia i miłego dnia.",
	},
	tr: {
		greeting: "Merhaba. Size nasıl yardımcı olabilirim?",
		thanks: "Rica ederim. Başka bir konuda yardımcı olabilir miyim?",
		goodbye: "Hoşça kalın, iyi günler.",
	},
	ja: {
		greeting: "こんにちは。どのようなご用件でしょうか。",
		thanks: "どういたしまして。ほかにご用件はございますか。",
		goodbye: "ありがとうございました。よい一日をお過ごしください。",
	},
	zh: { greeting: "您好，请问有什么可以帮您？", thanks: "不客气。还有其他可以帮您的吗？", goodbye: "再见，祝您愉快。" },
	ar: {
		greeting: "مرحبًا. كيف يمكنني مساعدتك؟",
		thanks: "على الرحب والسعة. هل هناك شيء آخر؟",
		goodbye: "مع السلامة، ويومًا سعيدًا.",
	},
};

export const courtesyText = (courtesy: Courtesy, language: Language): string => courtesies[language][courtesy];

/** Before a quotation that can't be translated. */
const foreignLeads: Record<Language, string> = {
	en: "Our article about this is in another language:",
	de: "Unser Artikel dazu ist in einer anderen Sprache geschrieben:",
	es: "Nuestro artículo sobre esto está en otro idioma:",
	fr: "Notre article à ce sujet est dans une autre langue :",
	pt: "O nosso artigo sobre isto está noutra língua:",
	it: "Il nostro articolo al riguardo è in un'altra lingua:",
	nl: "Ons artikel hierover is in een andere taal geschreven:",
	pl: "Nasz artykuł na ten temat jest w innym języku:",
	tr: "Bu konudaki yazımız başka bir dilde:",
	ja: "この件についての記事は別の言語で書かれています。",
	zh: "我们关于这个问题的文章是用另一种语言写的：",
	ar: "مقالنا حول هذا الأمر مكتوب بلغة أخرى:",
};

export const foreignLead = (language: Language): string => foreignLeads[language];
