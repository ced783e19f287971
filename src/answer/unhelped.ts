/**
 * A message that says nothing but that our last one was of no use: "That didn't help", "that's not what I asked", "still
 * not working". Whatever else it asks makes it a question: "It's not working since I washed it, what can I do?"
 */
import { fold, words } from "../language/terms.ts";

/** On folded words, joined: no accents, no apostrophes. What is left when these are taken out must be filler. */
const spaced: RegExp[] = [
	// English
	/\b(?:(?:that|this|it|which|your (?:answer|reply|link|suggestion)|the (?:answer|link)|none of (?:that|this|it)) )?(?:(?:really|still|just|even|has|have) )*(?:didnt|did not|doesnt|does not|dont|hasnt|has not|isnt|is not|wasnt|was not|wont|not) (?:(?:really|even|been|at all|actually|any|very|quite) )*(?:help(?:ed|ing|ful)?|work(?:ed|ing)?|useful|right|correct|true|any good|it)(?: (?:me|us|for me|either))?\b/,
	/\b(?:(?:that|this|it) )?(?:(?:didnt|did not|doesnt|does not|hasnt) )(?:(?:really|even) )?(?:answer(?:ed)?|solved?|fix(?:ed)?|address) (?:my|the|this|that|it|anything)(?: (?:question|problem|issue))?\b/,
	/\b(?:(?:that|this|it) )?(?:(?:is|was|still) )*(?:not|isnt|wasnt) (?:really )?(?:what i (?:asked|meant|mean|wanted|want|was asking|am asking|asking|need|needed)|an answer(?: to (?:my|the) question)?|my question|the question)(?: (?:for|about))?\b/,
	/\b(?:(?:that|this|it|you|your answer|the answer) )?(?:(?:is|are|was|were) )?(?:(?:all|just|completely|totally|simply|plain) )?(?:wrong(?: answer)?|incorrect|unhelpful|no (?:use|help|good)|of no (?:use|help))\b/,
	/\bstill (?:broken|nothing|wrong|stuck|the same(?: (?:problem|issue|error|thing))?|(?:have|having|got) (?:the same|this|that) (?:problem|issue|error)|cant|no luck)\b/,
	/\b(?:same (?:problem|issue|error|answer|thing)(?: (?:again|as before))?|no luck|no change|nothing (?:changed|works|helps|worked|helped))\b/,
	/\byou (?:(?:didnt|did not|havent|have not|dont|do not|still) )+(?:answer(?:ed|ing)?|understand|understood|get|got|read)(?: (?:my|the|me|it|what i (?:asked|mean|meant)))?(?: (?:question|point))?\b/,
	/\byou (?:misunderstood|misunderstand)(?: me)?\b|\byou (?:already|just) (?:said|told me|wrote|gave me) (?:that|this|it)\b|\byou (?:said|told me) (?:that|this) already\b/,
	/\bi (?:have )?(?:already )?(?:tried|did|done|read) (?:all )?(?:that|this|it)(?: already)?\b|\balready (?:tried|did|done|read) (?:that|this|it)\b|\bi (?:asked|meant) something (?:else|different)\b/,
	// German
	/\b(?:das|es|dies|die antwort) (?:(?:hat|hilft|ist|war|stimmt|funktioniert|geht|bringt|loest|lost|beantwortet) ?)(?:(?:mir|uns|leider|immer|noch|so|auch|gar|uberhaupt|meine|frage|aber|ja|doch|das|problem) ?)*(?:nicht(?:s)?|falsch|keine antwort|keine hilfe)(?: (?:geholfen|geklappt|funktioniert|weiter|richtig|korrekt|hilfreich|meine frage|was ich (?:gefragt|gemeint|wissen)(?: (?:habe|hatte|wollte|will|meine|meinte))?|was ich (?:meine|meinte|wollte)))?\b/,
	/\b(?:hilft|funktioniert|geht|klappt|stimmt) (?:(?:mir|leider|immer|noch|so|auch|gar|uberhaupt) )*nicht(?: weiter)?\b|\b(?:immer noch|noch immer) (?:nicht|das gleiche|dasselbe)(?: problem)?\b|\b(?:das gleiche|dasselbe) problem\b|\bnicht (?:hilfreich|richtig|korrekt)\b|\bfalsch(?:e antwort)?\b/,
	/\b(?:darum geht es nicht|danach habe ich nicht gefragt|das habe ich nicht (?:gefragt|gemeint)|das meine ich nicht|das meinte ich nicht|sie haben mich (?:falsch|nicht) verstanden|du hast mich (?:falsch|nicht) verstanden|(?:das )?habe ich (?:schon|bereits) (?:probiert|versucht|gemacht))\b/,
	// Spanish
	/\b(?:(?:eso|esto|la respuesta) )?(?:(?:todavia|aun|sigue|siguen) )?no (?:me |nos )?(?:(?:ha|esta) )?(?:ayuda|ayudo|ayudado|sirve|sirvio|servido|funciona|funciono|funcionado|funcionando|es correcto|es correcta|es cierto|es asi|es util|es eso|responde(?: a)? mi pregunta|contesta mi pregunta|es lo que (?:pregunte|he preguntado|pregunto|queria|quiero|pedi|busco))(?: nada)?\b/,
	/\b(?:sigue (?:sin funcionar|igual)|(?:eso )?(?:es |esta )?(?:incorrecto|equivocado|mal)|respuesta (?:equivocada|incorrecta)|no (?:era|es) (?:mi pregunta|eso)|no me (?:has|ha) (?:entendido|respondido)|no me entiende[s]?|ya lo (?:intente|he intentado|probe|he probado))\b/,
	// French
	/\b(?:(?:ca|cela|c|ce|la reponse) )?(?:ne |n )?(?:m |me |nous )?(?:(?:a|est|etait) )?(?:toujours )?(?:aide|marche|fonctionne|repond|resout) (?:toujours )?(?:pas|rien)(?: (?:du tout|a ma question|mon probleme))*\b/,
	/\b(?:(?:ca|cela|c|ce|la reponse) )?(?:ne |n )?(?:m |me |nous )?(?:(?:a|est|etait) )(?:toujours )?pas (?:du tout )?(?:(?:bien|vraiment) )?(?:aide|marche|fonctionne|repondu|utile|correct|bon|juste|vrai|ca|cela|la bonne reponse|ma question|ce que j ai demande|ce que je (?:demande|demandais|voulais|veux|cherche))(?: a ma question)?\b/,
	/\b(?:ca|cela) (?:ne )?(?:m )?(?:aide|marche|fonctionne) (?:toujours )?pas\b|\btoujours pas\b|\b(?:c est |ce est )?(?:faux|incorrect|inexact)\b|\bmauvaise reponse\b|\bvous (?:ne |n )?(?:m )?(?:avez|comprenez) pas(?: (?:compris|repondu|ma question))*\b|\bj ai deja essaye(?: ca)?\b|\bca ne sert a rien\b|\b(?:c est )?toujours le meme probleme\b/,
	// Portuguese
	/\b(?:(?:isso|isto|a resposta) )?(?:(?:ainda|continua a|continua) )?nao (?:me )?(?:(?:esta a|esta|foi|e) )?(?:ajuda|ajudou|ajudar|serve|serviu|funciona|funcionou|funcionar|funcionando|resolve|resolveu|certo|correto|verdade|util|isso(?: que (?:eu )?(?:perguntei|pedi|queria|quero))?|o que (?:eu )?(?:perguntei|pedi|queria|quero|quis dizer)|respondeu(?: a)?(?: minha pergunta)?|responde(?: a)?(?: minha pergunta)?)(?: nada)?\b/,
	/\b(?:continua (?:sem funcionar|igual|na mesma)|(?:isso |isto )?(?:esta |e )?(?:errado|errada|incorreto)|resposta errada|nao me (?:entendeu|percebeu)|ja (?:tentei|fiz) (?:isso|isto))\b/,
	// Italian
	/\b(?:(?:questo|cio|la risposta) )?(?:(?:ancora|continua a) )?non (?:mi )?(?:(?:ha|e|sta) )?(?:(?:stato|stata|di) )?(?:aiuta|aiutato|aiuto|serve|servito|funziona|funzionato|funzionando|funzionare|corretto|giusto|vero|utile|cosi|quello che (?:ho chiesto|chiedevo|intendevo|volevo|cercavo)|risponde alla mia domanda|la mia domanda)(?: (?:ancora|a niente|per niente))?\b/,
	/\b(?:(?:e )?(?:sbagliato|sbagliata|errato|scorretto)|risposta sbagliata|sempre lo stesso problema|non (?:mi )?(?:hai|ha) (?:capito|risposto)|(?:l )?ho gia (?:provato|fatto))\b/,
	// Dutch
	/\b(?:(?:dat|dit|het|je antwoord|uw antwoord) )?(?:(?:heeft|helpt|is|was|werkt|klopt|doet) )(?:(?:me|mij|ons|het|nog|steeds|helaas|ook|echt) )*niet(?: (?:geholpen|gewerkt|verder|juist|waar|goed|nuttig|wat ik (?:vroeg|bedoel|bedoelde|wilde|zoek|wil)|mijn vraag))?\b/,
	/\b(?:nog steeds niet|(?:dat |dit |het )?(?:is |klopt )?(?:fout|verkeerd|onjuist)|verkeerd antwoord|(?:nog steeds )?hetzelfde probleem|dat (?:bedoel|bedoelde|vroeg) ik niet|(?:je|u) (?:begrijpt|snapt) me niet|(?:dat )?heb ik al (?:geprobeerd|gedaan))\b/,
	// Polish
	/\b(?:(?:to|odpowiedz) )?(?:(?:nadal|wciaz|dalej|ciagle) )?(?:mi )?nie (?:(?:jest|bylo|o to) )?(?:mi )?(?:pomoglo|pomaga|pomogla|dziala|zadzialalo|prawda|tak|to|poprawne|pomocne|o to (?:pytalem|pytalam|pytam|chodzi|chodzilo)|to o co (?:pytalem|pytalam|pytam)|pytalem|pytalam|chodzi|chodzilo|odpowiada na moje pytanie|moje pytanie|rozumiesz)(?: (?:mi|nadal|wciaz))?\b/,
	/\b(?:(?:to )?(?:jest )?(?:zle|bledne|blad|nieprawda|niepoprawne)|zla odpowiedz|(?:nadal|wciaz) (?:to samo|ten sam problem)|juz (?:tego )?(?:probowalem|probowalam))\b/,
	// Turkish
	/\b(?:(?:bu|o|hala|halen|cevap|cevabiniz) )*(?:bana )?(?:(?:ise|isime) yaramadi|(?:ise|isime) yaramiyor|yardimci olmadi|yardimci olmuyor|yardim etmedi|calismiyor|calismadi|olmuyor|olmadi|cozmedi|yanlis(?: cevap)?|dogru degil|faydali degil|(?:benim )?sordugum (?:bu|o|sey bu) degil(?:di)?|bunu sormadim|onu sormadim|soruma cevap degil|beni anlamadin(?:iz)?|bunu (?:zaten )?denedim|ayni sorun)\b/,
	// Arabic, in words as fold leaves them
	/(?<!\p{L})(?:(?:هذا|هذه|ذلك|الاجابه|الاجابة|ما) )?(?:(?:لا يزال|مازال|ما زال|لم|لا|ما|ليس|ليست|غير) )+(?:(?:هذا|ما|هو) )*(?:يساعدني|يساعد|تساعدني|تساعد|ساعدني|يفيدني|يفيد|تفدني|يفدني|ينفع|ينفعني|يعمل|تعمل|يشتغل|ينجح|صحيح|صحيحا|صحيحة|مفيد|مفيدا|سالت عنه|سالت|سالته|اقصده|اقصد|قصدت|اريده|تفهمني|تجب علي سوالي|تجب على سوالي|سوالي|يحل المشكلة)(?: عنه)?(?!\p{L})/u,
	/(?<!\p{L})(?:(?:هذا|هذه) )?(?:خطا|خاطئ|خاطئة|اجابة خاطئة|نفس المشكلة|جربت (?:هذا|ذلك))(?!\p{L})/u,
];

const unspaced: RegExp[] = [
	// Chinese
	/(?:(?:这|那|它|你的?|您的?|这个|那个)?(?:回答|答案|方法)?(?:还是|仍然|依然|依旧|根本|完全|都|并)*(?:没有|没|不|無|无)(?:什么|太|能|是)*(?:帮助|帮到我|帮上忙|解决(?:我的)?(?:问题)?|有用|管用|行|起作用|对|正确|好使|好用|回答我的问题|我(?:想)?(?:问|要)的(?:问题|东西)?|这个意思|这个|明白我的意思|工作)|没用|沒用|(?:还是|仍然|依然)(?:一样|老样子|这个问题|同样的问题)|(?:你|您)?(?:答非所问|理解错|弄错|搞错|回答错|说错)|错|我(?:问|要|说)的不是(?:这个|这)|(?:我)?(?:已经)?试过)/g,
	// Japanese
	/(?:(?:それ|これ|その(?:答え|回答|方法)|この(?:答え|回答|方法)|回答|答え)?(?:では|じゃ|は|が|も|で)?(?:まだ|やはり|やっぱり|全然|まったく|全く|ぜんぜん)*(?:役に立(?:ちません(?:でした)?|たない|たなかった|っていません)|参考になりません(?:でした)?|助けになりません(?:でした)?|解決しません(?:でした)?|解決しない|解決していません|解決してない|動きません|動かない|動作しません|使えません|うまくいきません(?:でした)?|うまくいかない|だめ(?:でした|です)?|ダメ(?:でした|です)?|違います|違う|ちがいます|ちがう|間違(?:い|って(?:い)?ます|っている|ってる|えています)|正しく(?:ない|ありません)|(?:直って|治って)(?:い)?(?:ません|ない)|直りません|直らない|(?:私|わたし)?(?:が|の)?(?:聞いた|聞いている|聞きたい|聞きたかった|質問した|知りたい)(?:の|こと)(?:は|と|では|じゃ)?(?:それ|これ|そう|そんなこと)?(?:では|じゃ|は)?(?:ない|ありません|違います|違う)|質問(?:の|に対する)?(?:答え|回答)に?(?:になっていません|になってない|なっていません|なってない)|(?:もう|すでに)試し(?:まし)?た)|(?:同じ(?:です|こと|答え|問題)))/g,
];

/** What may stand around it without asking anything. */
const filler = new Set(
	words(
		fold(`no nope nah not but sorry hm hmm um uh well yet still again at all it that this is i me my please the really
			unfortunately sadly ok okay hi hello hey and so anymore either though thanks thank you very much for a to just oh
			ach nein leider aber danke mir das es immer noch trotzdem auch doch nee tut mir leid also
			no pero lo siento gracias eso me sigue todavia aun
			non mais merci desole malheureusement ca cela encore toujours helas
			nao mas obrigado obrigada isso ainda infelizmente
			ma grazie purtroppo ancora mi dispiace questo
			nee maar bedankt helaas nog steeds sorry dat
			nie ale dziekuje niestety to nadal wciaz
			hayir ama maalesef bu hala yine tesekkurler
			لا لكن للاسف شكرا هذا ما زال عفوا`),
	),
);
const fillerUnspaced =
	/[的了啊呢吧呀嘛哦嗯不是这那还我你您但可对起抱歉谢可惜、。]|いいえ|いや|でも|すみません|残念ながら|ありがとうございます|ありがとう|です|ます|でした|ました|ね|よ|が|けど|まだ|それ|これ|は|の|に/g;

const MAX_WORDS = 16;
/** Characters. */
const MAX_LENGTH = 160;

const containsUnspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** What is left of a message without what says so; null where nothing does. */
function leftOf(text: string): string | null {
	const unspacedText = containsUnspaced.test(text);
	const whole = words(text).join(unspacedText ? "" : " ");
	const left = unspacedText
		? unspaced.reduce((rest, pattern) => rest.replace(pattern, ""), whole)
		: spaced.reduce(withoutAll, whole);
	return left === whole ? null : left;
}

/** The same may be said twice: "no, wrong, that's wrong". */
function withoutAll(text: string, pattern: RegExp): string {
	const without = text.replace(pattern, " ");
	return without === text ? text : withoutAll(without, pattern);
}

/** Says so among other things: "no, password reset isn't working". */
export const complains = (text: string): boolean => text.length <= MAX_LENGTH && leftOf(text) !== null;

/** Our last answer didn't help, and nothing else is asked. */
export function saysItDidntHelp(text: string): boolean {
	if (text.length > MAX_LENGTH || words(text).length > MAX_WORDS) return false;
	const left = leftOf(text);
	if (left === null) return false;
	return containsUnspaced.test(text)
		? left.replace(fillerUnspaced, "") === ""
		: left.split(" ").every((word) => word === "" || filler.has(word));
}
