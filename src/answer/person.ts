/**
 * Does a visitor ask for a person? Wide in its wordings, several languages, slips of the keyboard; careful with those
 * that only mention people ("I am a real person", "a human rights bag"). Used before a turn starts and within it.
 */
import { fold, words } from "../language/terms.ts";
import { asksInEnglish } from "./person-english.ts";
import { asksByVerb } from "./person-verbs.ts";

/** On folded text: no accents, lower case. The verb or wish and the person, in the order the language has them. */
const others: RegExp[] = [
	// German
	/\b(?:mit|zu|an) (?:einem|einer|nem|ner|eurem|ihrem|jemand(?:em)?|jemanden|dem|der)? ?(?:echten? |richtigen? |realen? |lebenden? )?(?:mensch(?:en)?|mitarbeiter(?:in)?|person|jemand(?:em|en)?|kundenberater(?:in)?|berater(?:in)?|kollegen|agenten|kundendienst|kundenservice|support)\b.{0,40}\b(?:sprech|red|chat|verbind|schreib|weiter|telefonier|unterhalt|durchstell)/,
	/\b(?:sprech|red|chatt|verbind)\w*(?: \w+){0,3} (?:mit|an) (?:einem|einer|jemand\w*|eurem|ihrem)? ?(?:echten? |richtigen? )?(?:mensch|mitarbeiter|person|jemand|berater|kolleg)\w*/,
	/\bverbinde\w*(?: \w+){0,3} mit\b.{0,30}\b(?:mensch|mitarbeiter|person|jemand|berater|kolleg|support)/,
	/\b(?:will|mochte|brauche|bitte|hatte gern\w*)(?: \w+){0,3} (?:echten? |richtigen? )(?:menschen?|person|mitarbeiter)/,
	/^(?:bitte )?(?:ein(?:e|en)? )?(?:echter? |richtiger? |echten? )?(?:mensch|mitarbeiter|menschen|berater)(?: bitte)?$/,
	// Spanish
	/\b(?:hablar|habl[oe]|chatear|comunic\w+|contactar|conect\w+|pas[ae]\w*|transfer\w+|atienda|ponme|ponga\w*)(?: \w+){0,4} (?:un|una|con|algun|alguien|el|la|otro|otra)? ?(?:persona|humano|humana|agente|alguien|asesor|asesora|operador|operadora|representante|encargado|empleado|ser humano)\b/,
	/^(?:quiero |necesito |por favor )?(?:un |una |con un |con una )?(?:agente|humano|operador|operadora|persona real|asesor|representante|persona)(?: real| humano| por favor)?$/,
	/\b(?:quiero|necesito|prefiero|quisiera) (?:un|una|que me atienda un|que me atienda una) (?:agente|humano|persona|operador|operadora|asesor|representante)\b/,
	// French
	/\b(?:parler|parle|discuter|echanger|chatter|contacter|joindre|communiquer|transfer\w+|passer|passez|mettre en (?:relation|contact)|mettez)(?: \w+){0,4} (?:a|avec|au|un|une|vers)? ?(?:l )?(?:un |une )?(?:vrai |vraie |autre )?(?:humain|humaine|personne|conseiller|conseillere|agent|quelqu un|quelqu'un|operateur|operatrice|responsable|employe|etre humain)\b/,
	/\bquelqu (?:un|une)\b.{0,20}\b(?:parler|aider en vrai)\b|\bparler a quelqu/,
	/^(?:je veux |je voudrais |il me faut )?(?:un |une )?(?:vrai |vraie )?(?:humain|conseiller|conseillere|agent|operateur|personne reelle|vraie personne|personne)(?: svp| s il vous plait)?$/,
	/\b(?:je veux|je voudrais|j ai besoin d|besoin d) ?(?:un|une) (?:vrai |vraie )?(?:humain|conseiller|agent|operateur|personne)\b/,
	// Portuguese
	/\b(?:falar|conversar|contactar|contatar|chatear|transferir|transfira|transfere|passar|passe|ligar|liga|conectar)(?: \w+){0,4} (?:com|para|a|um|uma)? ?(?:uma? )?(?:pessoa|humano|humana|atendente|agente|alguem|assistente|operador|operadora|representante|funcionario|ser humano)\b/,
	/^(?:quero |preciso de |por favor )?(?:um |uma )?(?:atendente|humano|operador|pessoa real|agente|assistente|pessoa)(?: real| humano| por favor)?$/,
	/\b(?:quero|preciso de|queria|prefiro) (?:um|uma) (?:atendente|humano|pessoa|operador|agente)\b/,
	// Italian
	/\b(?:parlare|parlo|parlarne|chattare|contattare|comunicare|passatemi|passami|mi passi|trasferi\w+|mettermi in contatto|mettetemi in contatto|collegatemi)(?: \w+){0,4} (?:con|a|ad|un|una)? ?(?:una? |un )?(?:vera |vero )?(?:persona|umano|umana|operatore|operatrice|agente|qualcuno|consulente|addetto|essere umano|responsabile)\b/,
	/^(?:voglio |vorrei |mi serve )?(?:un |una |un ?)?(?:operatore|operatrice|umano|persona reale|persona vera|agente|persona|consulente)(?: umano| per favore)?$/,
	/\b(?:voglio|vorrei|mi serve|ho bisogno di) (?:un|una) (?:operatore|operatrice|umano|persona|agente|consulente)\b/,
	// Dutch
	/\b(?:met|naar|aan) (?:een |n |jullie )?(?:echt(?:e)? |levend(?:e)? )?(?:mens|persoon|medewerker|iemand|collega|agent|klantenservice|adviseur)\b.{0,40}\b(?:prat|sprek|chat|verbind|doorverbind|bellen|contact)/,
	/\b(?:praten|spreken|chatten|verbind\w*|doorverbind\w*|contact)(?: \w+){0,3} (?:met|naar) (?:een |n )?(?:echt(?:e)? )?(?:mens|persoon|medewerker|iemand|collega|agent|adviseur)\b/,
	/^(?:een |graag een )?(?:echt |echte )?(?:mens|medewerker|persoon)(?: graag| alsjeblieft| aub)?$/,
	// Polish
	/\b(?:porozmawiac|rozmawiac|polacz\w*|polaczyc|skontaktowac|kontakt|przelacz\w*|pogadac|mowic)(?: \w+){0,3} (?:z|ze|do) (?:prawdziwym |zywym |jakims |kims )?(?:czlowiek\w*|konsultant\w*|osob\w*|pracownik\w*|agent\w*|kims|kim|doradc\w*|operator\w*)/,
	/^(?:prosze |chce |poprosze )?(?:o )?(?:kontakt z )?(?:zywy |zywego |prawdziwy )?(?:czlowiek|czlowieka|konsultant|konsultanta|czlowiekiem|konsultantem)$/,
	// Turkish
	/\b(?:bir |gercek |canli |biriyle |baska )?(?:insanla|insan ile|kisiyle|kisi ile|temsilci(?:yle|si ile|ye| ile|sine)?|birisiyle|biriyle|yetkili(?:yle|ye| ile)?|musteri temsilcisi(?:yle|ne| ile)?|operator(?:le|e| ile)?|calisan(?:la| ile))\b.{0,40}\b(?:konus|gorus|bagla|yaz|iletisim|sohbet|ulas|aktar)/,
	/\b(?:gercek|canli) (?:bir )?(?:insan|kisi|temsilci|destek)\b|^(?:musteri )?temsilci(?:si)?(?: lutfen)?$/,
];

const unspaced: RegExp[] = [
	// Japanese
	/(?:人間|担当者|担当の方|担当の人|オペレーター|オペレータ|スタッフ|有人|係の人|係員|生身の人|人)(?:の方|さん|の人)?(?:と|に|へ)(?:直接|チャットで)?(?:話|つな|繋|代わ|替わ|変わ|かわ|お話|チャット|相談|連絡|対応|会話|問い合わせ)/,
	/(?:有人(?:対応|チャット|サポート)|オペレーター|担当者)(?:を|に|で)?(?:お願い|希望|対応|呼|出し|変更|してほし)/,
	/(?:誰か|どなたか)(?:と|に)(?:直接)?(?:話|お話|相談|つな|繋|代わ|対応)/,
	/(?:有人(?:対応|チャット|サポート))(?:に|で|を)(?:して|切り替え|お願い)/,
	/^(?:人間|オペレーター|担当者|有人対応|スタッフ)(?:を|と)?(?:お願いします|希望)?[。！!]?$/,
	// Chinese
	/(?:转|轉|找|要|换|換|接|联系|聯繫|呼叫|连接|接通|转接|轉接|想|需要|请|給我|给我|有没有)(?:到|接)?(?:一?[个個位名])?(?:真)?(?:人工|真人|客服人员|客服專員|客服专员|活人|人類|人类)/,
	/(?:和|跟|与|與|同|找)(?:一?[个個位名])?(?:真正的|真的|真|你们的|你們的)?(?:人工|真人|人|客服|活人|工作人员|工作人員|客服人员|专员|經理|经理)(?:客服)?(?:说|說|聊|谈|談|讲|講|沟通|溝通|对话|對話|交流|通话|通話)/,
	/^(?:人工|人工客服|转人工|轉人工|真人|真人客服|人工服务|人工服務|客服)[。！!]?$/,
	/(?:让|讓|请|請|叫)(?:你们的|你們的)?(?:人工|真人|工作人员|工作人員|客服|专员|經理|经理)(?:来|來)?(?:联系|聯繫|回复|回覆|跟我|和我|给我|給我)/,
	// Arabic, folded: alefs bare
	/(?:اتحدث|التحدث|الحديث|اتكلم|التكلم|اكلم|تحدث|الكلام|صلني|يساعدني|اتواصل|التواصل|توصيلي|حولني|تحويلي|وصلني|احكي|ادردش|الدردشة)(?: \S+){0,3} ?(?:مع |الي |الى |ب)?(?:ا?ل?شخص|انسان|ال?بشري?|موظف|ممثل|احد|حد|وكيل|مندوب|مسؤول|خدمة العملاء)/,
	/(?:يوجد|هناك) (?:احد|شخص|موظف)(?: \S+){0,3} (?:التحدث|اتحدث|اتكلم|التكلم|اكلم|التواصل|اتواصل)/,
	/^(?:اريد |بدي |ابغى |ابغي |احتاج )?(?:موظف|موظفا|موظف خدمة (?:ال)?عملاء|انسان|شخص حقيقي|ممثل خدمة العملاء|موظف حقيقي)(?: من فضلك| لو سمحت)?$/,
];

/** True where the message asks to be put in touch with a person. */
export function asksForPerson(text: string): boolean {
	const start = text.slice(0, 1_000);
	const tokens = words(start);
	if (tokens.length === 0) return false;
	const joined = tokens.join(" ");
	if (asksInEnglish(tokens)) return true;
	if (others.some((pattern) => pattern.test(joined)) || asksByVerb(tokens)) return true;
	const folded = fold(start)
		.replace(/[\s،。、！!？?؟.]+/g, " ")
		.trim();
	return unspaced.some((pattern) => pattern.test(folded) || pattern.test(folded.replaceAll(" ", "")));
}
