/**
 * Does a visitor ask for a person? Wide in its wordings, several languages, slips of the keyboard; careful with those
 * that only mention people ("I am a real person", "a human rights bag"). Used before a turn starts and within it.
 */
import { distance } from "../knowledge/spelling.ts";
import { fold, words } from "../knowledge/terms.ts";

const set = (list: string): ReadonlySet<string> => new Set(words(list));

/** Said with a slip, long words still count. */
function like(word: string, wanted: ReadonlySet<string>): boolean {
	if (wanted.has(word)) return true;
	if (word.length < 5) return false;
	for (const other of wanted) if (other.length >= 4 && distance(word, other, 1) <= 1) return true;
	return false;
}

/* ---------- English ---------- */

/** Who is asked for. The weak ones need a verb of talking before them. */
const people = set("human humans person agent operator representative rep advisor adviser supervisor manager attendant associate clerk");
const weakPeople = set("someone somebody anyone anybody assistant people staff employee colleague team support service owner teammate guy woman man one");
const nearPeople = set("someone somebody anyone anybody assistant staff employee colleague");
const realness = set("real live actual human living proper physical");
const talking = set("talk talking speak speaking chat chatting taok tlak tok spek cat communicate converse discuss");
const reaching = set("contact contacting reach reaching call phone message messaging connect connected direct redirect connecting transfer transferred transferring escalate escalated forward redirect");
const towards = set("to with wit wth wiht wirh ot tp through at via");
const passing = /\b(?:put|get|pass|hand|patch|switch|send) (?:me|us|this|it) (?:over |through |on )?(?:to|onto|with)\b/;
const asking = /\b(?:i (?:want|need|wanna|require|demand|prefer)|id (?:like|prefer)|i would (?:like|prefer|rather)|give me|get me|let me|can i (?:get|have)|could i (?:get|have)|may i have|is there|are there|i (?:have|got) to|please|want|need|looking for|just)\b/;

/** After these the word is no person who is asked for: "agent of change", "human rights", "person to person". */
const otherwise = /\b(?:human (?:rights?|hair|error|body|resources|made|size[d]?|being)|agent (?:of|for|orange)|(?:travel|estate|cleaning|customs|shipping|delivery) agents?|person(?:al|s name)|per person|in person|third person|(?:first|second) person|delivery person)\b/g;
const aboutThemselves = /\b(?:i am|im|i m|were|we are|as|am i|being|become|is it|it is|its) (?:not )?(?:just |also |only )?(?:an? |the )?(?:\w+ )?(?:human|person|agent|operator|manager|representative|rep|robot)\b/g;
const aboutYou = /\b(?:are|r) (?:you|u|this|these|there any) (?:\w+ )?(?:an? )?(?:\w+ )?(?:human|person|people|agent|bot|robot|ai)\b/g;
const refusal = /\b(?:dont|do not|no need to|not|never|without|instead of) (?:want |wish |like |need |having |have )?(?:to )?(?:talk|talking|speak|speaking|chat|chatting|contact|contacting|an?y?) (?:to |with )?(?:an? |any )?(?:human|person|agent|someone|anyone|anybody|operator)\b/;
const machine = /\b(?:robot|bot|machine|ai|computer|chatbot)\b/;
const noMachine = /\b(?:(?:stop|no more|hate|tired of|sick of|enough of|not|dont want) (?:\w+ ){0,4}(?:bot|bots|robot|robots|machine|chatbot|ai)|instead of (?:a |the |this )?(?:bot|robot|machine|chatbot|ai))\b/;

function english(tokens: string[]): boolean {
	const text = tokens.join(" ");
	if (refusal.test(text)) return false;
	const rest = text.replace(otherwise, " ").replace(aboutThemselves, " ").replace(aboutYou, " ").split(" ").filter((word) => word);
	const joined = rest.join(" ");
	const isPerson = (word: string | undefined): boolean => word !== undefined && (like(word, people) || like(word, weakPeople));

	// "talk to … an agent", "contact a person", "put me through to …": the verb, then the person within a few words.
	for (let at = 0; at < rest.length; at++) {
		const word = rest[at] ?? "";
		const next = rest.slice(at + 1, at + 7);
		const talks = like(word, talking);
		if (talks) {
			const toward = next.findIndex((other) => towards.has(other));
			const whom = next.findIndex(isPerson);
			if (whom >= 0 && whom <= 5 && toward >= 0 && toward < whom && whom - toward <= 4) return true;
			// "is there somebody I can talk to"
			if (toward >= 0 && toward <= 1 && rest.slice(Math.max(0, at - 6), at).some(isPerson) && isPerson(rest.slice(Math.max(0, at - 6), at).find(isPerson))) return true;
			if (toward === 0 && (next[1] === "you" || next[1] === "u") && /\b(?:real|live|human|team)\b/.test(joined)) return true;
		}
		if (like(word, reaching)) {
			const whom = next.findIndex(isPerson);
			// "contact customer support" asks where to write as often as for a person; "connect me to support" doesn't.
			const strong = next.slice(0, 5).some((other) => like(other, people) || like(other, nearPeople));
			if (whom >= 0 && whom <= 4 && (strong || /^(?:connect|transfer|escalat|forward|(?:re)?direct)/.test(word))) return true;
		}
	}
	if (passing.test(joined) && rest.some((word) => like(word, people) || like(word, weakPeople))) {
		const after = joined.slice(joined.search(passing)).split(" ").slice(2, 9);
		if (after.some(isPerson)) return true;
	}
	// "a real person", "live agent": wanted, or all that is said.
	const adjacent = rest.some((word, at) => realness.has(word) && (like(rest[at + 1] ?? "", people) || /^(?:assistant|people|support|help)$/.test(rest[at + 1] ?? "")));
	const named = adjacent || rest.some((word) => like(word, people));
	if (named && rest.length <= 4 && !rest.some((word) => /^(?:is|are|was|bag|what|who|which|size|of)$/.test(word))) return true;
	if (adjacent && rest.length <= 12 && asking.test(joined)) return true;
	if (noMachine.test(joined) && (named || talkingWish.test(joined))) return true;
	// "I need a human", "can I get an agent": the person is what is wanted, at most two words later.
	if (/\b(?:want|need|wanna|like|prefer|rather|get|have|give me|require|demand) (?:an? |the |some |me )?(?:\w+ )?(?:human|agent|operator|representative|rep|real person|live person|actual person|person to)\b/.test(joined)) return true;
	return /\b(?:can|could|may|will) (?:an? |some ?(?:one|body)|any ?(?:one|body)|a real|one of (?:you|your)) ?(?:\w+ )?(?:human|person|agent|operator|representative)\b/.test(joined) ||
		(/\b(?:escalate (?:this|my)|speak to your (?:boss|manager|supervisor))\b/.test(joined) && !machine.test(joined));
}
const talkingWish = /\b(?:talk|speak|chat|want|need)\b/;

/* ---------- other languages ---------- */

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
	/^(?:人間|オペレーター|担当者|有人対応|スタッフ)(?:を|と)?(?:お願いします|希望)?[。！!]?$/,
	// Chinese
	/(?:转|轉|找|要|换|換|接|联系|聯繫|呼叫|连接|接通|转接|轉接|想|需要|请|給我|给我|有没有)(?:到|接)?(?:一?[个個位名])?(?:真)?(?:人工|真人|客服人员|客服專員|客服专员|活人|人類|人类)/,
	/(?:和|跟|与|與|同|找)(?:一?[个個位名])?(?:真正的|真的|真|你们的|你們的)?(?:人工|真人|人|客服|活人|工作人员|工作人員|客服人员|专员|經理|经理)(?:客服)?(?:说|說|聊|谈|談|讲|講|沟通|溝通|对话|對話|交流|通话|通話)/,
	/^(?:人工|人工客服|转人工|轉人工|真人|真人客服|人工服务|人工服務|客服)[。！!]?$/,
	// Arabic, folded: alefs bare
	/(?:اتحدث|التحدث|اتكلم|التكلم|اكلم|تحدث|الكلام|اتواصل|التواصل|توصيلي|حولني|تحويلي|وصلني|احكي|ادردش|الدردشة)(?: \S+){0,3} ?(?:مع |الي |الى |ب)?(?:ا?ل?شخص|انسان|ال?بشري?|موظف|ممثل|احد|وكيل|مندوب|مسؤول|خدمة العملاء)/,
	/^(?:اريد |بدي |ابغى |ابغي )?(?:موظف|انسان|شخص حقيقي|ممثل خدمة العملاء|موظف حقيقي)$/,
];

/** True where the message asks to be put in touch with a person. */
export function asksForPerson(text: string): boolean {
	const start = text.slice(0, 1_000);
	const tokens = words(start);
	if (tokens.length === 0) return false;
	const joined = tokens.join(" ");
	if (english(tokens)) return true;
	if (others.some((pattern) => pattern.test(joined))) return true;
	const folded = fold(start).replace(/[\s،。、！!？?؟.]+/g, " ").trim();
	return unspaced.some((pattern) => pattern.test(folded) || pattern.test(folded.replaceAll(" ", "")));
}
