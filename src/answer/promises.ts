/**
 * Does a text promise a person? That it passes somebody on or fetches somebody, or that somebody will get in touch: what
 * is done is decided elsewhere, so such a sentence is never true. Telling how to reach people is no promise. A table of
 * words by language, looked for within one clause; in any language, for a text may mix them.
 */
import type { Language } from "../language/guess.ts";

/** Where words are told apart by what stands between them: a whole word, or the start of one. */
const word = (source: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, "u");
const stem = (source: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})`, "u");

type Promises = {
	/** Somebody of the team. */
	people: RegExp;
	/** The writer, or the company, passes the visitor or their question on, or fetches somebody. */
	passes: RegExp[];
	/** Will get in touch with the visitor. */
	reaches: RegExp;
	/** Says either without naming anybody. */
	alone: RegExp;
};

const yours = "your (?:request|question|message|case|concern|details|issue|chat|conversation|ticket|in?quiry|feedback)";
const will = "(?:will|'ll|is going to|are going to|shall)(?: (?:be|soon|shortly|then|also|personally|\\w+ly))*";

const promises: Record<Language, Promises> = {
	en: {
		people: word(
			"humans?|(?:real |live |actual )?persons?|people|colleagues?|co-?workers?|(?:support |live )?agents?|team|teammates?|specialists?|representatives?|reps?|someone|somebody|staff|support|advis[eo]rs?|operators?|managers?|experts?|one of us",
		),
		passes: [
			word("i|we|i'll|i'm|i've|i'd|we'll|we're|we've|let me|allow me"),
			stem(
				`(?:connect|transfer|forward|escalat|redirect|refer|hand|pass|put|switch|patch|direct|rout)\\w*(?: over| on| along)? (?:you|this|that|it|the (?:chat|conversation|case)|${yours})(?!\\p{L})|(?:i|we)? ?(?:will|'ll|'m going to|am going to|let me|can|'d like to|to)(?: now| just| quickly)? (?:get|bring|bring in|find|fetch|call|call in|ask|loop in|notify|alert|inform|tell|let|request|arrange|have)(?: you| in| for)?(?: (?:a|an|one of|our|the|my|someone|somebody|human))|(?:i|we)? ?(?:have|'ve|am|'m)(?: now| just| already)? (?:notif|alert|inform|ask|call|told|pag|contact)\\w*(?: a| an| one of| our| the| my| someone| somebody)`,
			),
		],
		reaches: stem(
			`${will} (?:with you|join (?:you|us|this|the)|tak(?:e|ing) over|contact(?:ing)? you|call(?:ing)? you|phon(?:e|ing) you|ring(?:ing)? you|e-?mail(?:ing)? you|writ(?:e|ing) to you|messag(?:e|ing) you|get(?:ting)? (?:back|in touch)|reach(?:ing)? out|follow(?:ing)? up|in touch|(?:respond|reply)(?:ing)? to you|speak(?:ing)? (?:to|with) you|look(?:ing)? into (?:this|it|your)|assist(?:ing)? you (?:shortly|soon|now|with this)|tak(?:e|ing) care of (?:this|it|your))|calls? from (?:us|our|a|an|one)(?!\\p{L})|(?:someone|somebody) calls you`,
		),
		alone: stem(
			`(?:i|we)(?:'ll| will|'m| am|'re| are|'m going to| am going to)?(?: now| just| gladly| happily)? (?:transfer(?:ring)? you|connect(?:ing)? you (?:now|right away|to|with)|put(?:ting)? you through|(?:have )?escalat(?:e|ed|ing) (?:this|it|${yours}))|(?:let me|i'll|i will) .*get back to you|connecting you (?:to|with|now)|(?:let|allow) me (?:to )?(?:connect|transfer|escalate|put you through|hand you)|(?:i|we)(?:'ll| will| am going to| are going to) (?:get back to you|be in touch|contact you|call you|reach out to you|get in touch with you|follow up with you)|you(?:'ll| will) (?:hear (?:back )?from (?:us|me|someone|somebody|our|a )|be (?:contacted|called back|transferred|connected))`,
		),
	},
	de: {
		people: stem(
			"kolleg|mitarbeit|mensch|team|beratern?|beraterin|jemand|support|kundendienst|kundenservice|ansprechpartner|person|agent",
		),
		passes: [
			word("ich|wir|lassen sie mich|lass mich"),
			stem(
				"(?:sie|dich|euch) .*verbind|verbinde (?:sie|dich)|sage? .*bescheid|weiter(?:zu)?(?:ge)?(?:leit|geb|reich)|übergeb|durch(?:zu)?stell|hinzu(?:zu)?(?:zieh|hol)|hinzugezogen|informier|benachrichtig|verständig|einschalt|hole? |holen|bitte (?:einen|eine|jemand|unser|das team)|lasse |(?:leite|gebe|stelle|reiche)[nr]? .*(?:weiter|durch)(?!\\p{L})",
			),
		],
		reaches: stem(
			"(?:wird|werden) (?:sich|sie|dich|euch|ihnen|dir)(?!\\p{L}).*(?:meld|kontaktier|anruf|zurückruf|in verbindung setzen|schreib|antwort|kümmer)|meldet sich|melden sich (?:bei|in kürze|bald|gleich)|ruft (?:sie|dich).*an|kontaktiert (?:sie|dich)|setzt sich mit (?:ihnen|dir)|kümmert sich um ihr|übernimmt (?:gleich|nun|jetzt|ab hier|das gespräch)",
		),
		alone: stem(
			"ich (?:verbinde|stelle) (?:sie|dich)(?! .*konto)|ich melde mich (?:bei|wieder)|wir (?:melden uns|werden uns .*meld|werden (?:sie|dich) .*(?:kontaktier|anruf|zurückruf)|rufen (?:sie|dich) .*zurück)|(?:sie|du) (?:werden|wirst) .*(?:weiterverbunden|verbunden werden|kontaktiert|zurückgerufen)",
		),
	},
	es: {
		people: stem(
			"agente|persona(?!l)|personal |compañer|equipo|alguien|asesor|colega|representante|especialista|soporte|operador|humano",
		),
		passes: [
			word(
				"(?:te|le|lo|la|les|os) (?:conecto|paso|transfiero|comunico|pongo|derivo|conectaré|pasaré|transferiré|comunicaré|pondré|derivaré|voy a \\p{L}+)|(?:voy|vamos) a (?:conectar|pasar|transferir|comunicar|poner|derivar|avisar|pedir|llamar)\\p{L}*|(?:puedo|podemos|déjeme|déjame|permítame|permíteme) (?:conectar|pasar|transferir|comunicar|poner|derivar|avisar|buscar|llamar)\\p{L}*|(?:he|hemos) (?:avisado|enviado|pasado|transferido|derivado|remitido|informado|notificado)|avisaré|pediré|haré que|escalaré|(?:enviaré|remitiré|trasladaré) (?:su|tu) (?:consulta|solicitud|mensaje|caso|pregunta)",
			),
		],
		reaches: stem(
			"(?:se pondrá|se va a poner|se pondrán) en contacto|(?:te|le|les|os) (?:contactará|llamará|escribirá|responderá|atenderá|va a (?:contactar|llamar|escribir))|(?:contactará|llamará) con(?:tigo| usted)|se comunicará con",
		),
		alone: stem(
			"(?:te|le|lo|la) (?:transfiero|pongo en contacto|transferiré|pondré en contacto)|nos pondremos en contacto|nos comunicaremos con|me pondré en contacto|(?:te|le) (?:llamaremos|contactaremos|contactaré|llamaré)",
		),
	},
	fr: {
		people: stem(
			"collègue|conseill|agent|équipe|quelqu'un|personne(?!l)|humain|représentant|spécialiste|support|opérat|collaborat|service client",
		),
		passes: [
			word("je|j'ai|nous|laissez-moi|laisse-moi|permettez-moi"),
			stem(
				"(?:vous|te) (?:mets|mettrai|mettre|passe|passer|passerai|transfère|transférer|transférerai|dirige|diriger|oriente|connecte|connecter)|(?:transmet|transmett|transmis|transfér|transfèr|fais suivre|ferai suivre)\\p{L}* .*(?:demande|question|message|dossier|conversation|cela|ça|équipe)|(?:demande|demander|demanderai|préviens|prévenir|préviendrai|appelle|appeler|appellerai|prévenu|alerté|informé|contacté|chercher|trouver) (?:à )?(?:un|une|l'|notre|quelqu)",
			),
		],
		reaches: stem(
			"(?:vous|te) (?:contactera|rappellera|appellera|recontactera|répondra|écrira|rejoindra)|(?:va|vont) (?:vous|te) (?:contacter|rappeler|appeler|recontacter|répondre|écrire)|(?:prendra|prendront|va prendre) (?:contact|le relais)|reviendra vers|(?:vous|te) (?:contacteront|rappelleront|recontacteront)",
		),
		alone: stem(
			"je (?:vous|te) (?:mets en (?:relation|contact)|transfère|passe (?:un|une|le|notre)|mettrai en)|nous (?:vous|te) (?:contacterons|rappellerons|recontacterons)|nous reviendrons vers|je reviendrai vers|je (?:vous|te) (?:recontacterai|rappellerai|contacterai)",
		),
	},
	pt: {
		people: stem(
			"agente|pessoa|colega|equipa|equipe|alguém|atendente|assistente|representante|especialista|suporte|humano|operador|consultor|time ",
		),
		passes: [
			word(
				"(?:vou|irei|vamos|posso|deixe-me|deixa-me|permita-me) (?:lhe |te |o |a )?(?:transferir|ligar|encaminhar|conectar|passar|pôr|colocar|pedir|chamar|avisar|direcionar|contactar|reencaminhar)\\p{L}*(?:-\\p{L}+)?|(?:transfiro|encaminho|conecto|passo|ponho|coloco)(?:-\\p{L}+)?|(?:encaminhei|transferi|avisei|informei|notifiquei|passei|enviei)|(?:encaminharei|transferirei|conectarei|passarei|pedirei|avisarei)",
			),
		],
		reaches: stem(
			"(?:entrará|vai entrar|entrarão|irá entrar) em contac?to|(?:irá|vai|vão|irão) (?:lhe |te |o |a )?(?:contactar|contatar|ligar|telefonar|responder|escrever|atender)|(?:contactá|ligar|responder|contatá|telefonar)-?(?:lo|la|lhe|te)?-?á(?!\\p{L})|(?:lhe|te|o|a) (?:contactará|contatará|ligará|responderá)|(?:retornará|dará retorno)",
		),
		alone: stem(
			"(?:vou|irei) (?:transferi|liga|encaminha)|entraremos em contac?to|entrarei em contac?to|(?:vamos|iremos) (?:ligar-lhe|contactá|entrar em contac?to)|(?:ligaremos|contactaremos) ",
		),
	},
	it: {
		people: stem(
			"collega|colleghi|operator|agente|persona(?!l)|team|qualcuno|rappresentante|specialista|assistenza|umano|squadra|consulente|addett|supporto",
		),
		passes: [
			word(
				"(?:la|ti|vi|le) (?:metto|metterò|passo|passerò|trasferisco|trasferirò|collego|collegherò|connetto|connetterò)|(?:posso|fammi|mi faccia|mi lasci|lasciami|vado a|sto per) (?:\\p{L}+ )?(?:mett|pass|trasfer|colleg|connett|chiam|chied|avvis|inoltr)\\p{L}*|(?:ho|abbiamo) (?:inoltrato|trasferito|avvisato|informato|passato|inviato|contattato)|(?:inoltro|inoltrerò|avviso|avviserò|chiedo|chiederò|chiamo|chiamerò|farò|faccio)|(?:sto|stiamo) (?:trasferendo|inoltrando|mettendo|collegando|passando)\\p{L}*",
			),
		],
		reaches: stem(
			"(?:la|ti|vi) (?:contatterà|richiamerà|chiamerà|ricontatterà|contatteranno|ricontatteranno)|(?:le|ti) (?:risponderà|scriverà|telefonerà)|si metterà in contatto|si metteranno in contatto|prenderà in carico|si occuperà (?:della|del) su|si occuperà della tua|si farà (?:vivo|viva|sentire)",
		),
		alone: stem(
			"(?:la|ti) (?:metto in contatto|trasferisco|metterò in contatto|trasferirò)|(?:la|ti) (?:contatteremo|ricontatteremo|richiameremo|ricontatterò|richiamerò|contatterò)|ci metteremo in contatto|mi metterò in contatto|ci faremo (?:vivi|sentire)",
		),
	},
	nl: {
		people: stem(
			"collega|medewerker|mens(?!en)|iemand|team|agent|persoon|vertegenwoordiger|specialist|klantenservice|adviseur|support",
		),
		passes: [
			word("ik|we|wij|laat me|laat mij"),
			stem(
				"verbind|door(?:verbind|geschakeld|schakel|gestuurd|stur|gegeven|geven)|schakel .*(?:in|door)(?!\\p{L})|(?:stuur|geef) .*door(?!\\p{L})|(?:haal|halen|roep|roepen|vraag|vragen|waarschuw|informeer|breng)(?!\\p{L})|ingeschakeld|gewaarschuwd|geïnformeerd|laat .*(?:bellen|contact)|draag .*over",
			),
		],
		reaches: stem(
			"(?:neemt|nemen|zal|zullen|gaat) .*contact (?:met|op)|(?:zal|zullen|gaat|gaan) (?:u|je|jou) .*(?:bellen|terugbellen|mailen|schrijven|antwoorden|contacteren|helpen met)|belt (?:u|je)|komt (?:bij u|bij je|er bij u) .*terug|neemt het (?:gesprek )?over",
		),
		alone: stem(
			"ik verbind (?:u|je)(?: nu)?(?: door)?|ik schakel (?:u|je) door|(?:we|wij) (?:nemen|zullen) .*contact (?:met|op)|(?:we|wij) bellen (?:u|je) .*terug|ik (?:neem|zal) .*contact met (?:u|je)|ik kom (?:er|hier) .*bij (?:u|je) .*terug|(?:u|je) wordt .*(?:doorverbonden|teruggebeld)",
		),
	},
	pl: {
		people: stem(
			"konsultant|pracowni|człowiek|osob(?:ą|y|ę|a z)|zesp[oó]|ktoś|kimś|kogoś|koleg|koleżan|agent|doradc|przedstawiciel|specjalist|obsług|kolegi",
		),
		passes: [
			stem(
				"(?:połączę|łączę|przełączę|przełączam|przekażę|przekazuję|przekierowuję|przekieruję|skontaktuję|poproszę|zawołam|zawiadomię|powiadomię|poinformuję|wezwę|zgłoszę|przekazałem|przekazałam|przekazaliśmy|powiadomiłem|powiadomiłam|poinformowałem|poinformowałam|połączymy|przekażemy)(?!\\p{L})|mogę (?:\\p{L}+ )*(?:połączyć|przekazać|przełączyć)|pozwól|(?:już )?(?:cię|pana|panią) łącz",
			),
		],
		reaches: stem(
			"(?:skontaktuj[eą]|odezwie|odezwą|połączy) się|się (?:wkrótce |niedługo |jutro )?(?:odezwie|skontaktuje)|(?:zadzwoni|oddzwoni|napisze|odpisze|odpowie)(?:ą)?(?!\\p{L}).*(?:do|ci|tobie|panu|pani|państw|cię)|(?:do ciebie|do pana|do pani|do państwa) .*(?:zadzwoni|oddzwoni|napisze)|oddzwoni(?!\\p{L})|przejmie (?:rozmowę|tę rozmowę)",
		),
		alone: stem(
			"(?:skontaktujemy|odezwiemy|skontaktuję|odezwę) się (?:z |do |wkrótce|niedługo|jutro)|oddzwonimy|oddzwonię|zadzwonimy do|zadzwonię do",
		),
	},
	tr: {
		people: stem(
			"temsilci|yetkili|arkadaş|ekib|ekip|biri(?:ni|ne|si)|çalışan|uzman|insan|kişi|destek|danışman|görevli",
		),
		passes: [
			stem(
				"(?:bağlıyorum|bağlayacağım|bağlayayım|bağlayabilirim|bağlarım|bağlıyoruz|bağlayacağız|aktarıyorum|aktaracağım|aktarayım|aktardım|aktarıyoruz|aktaracağız|aktarabilirim|yönlendiriyorum|yönlendireceğim|yönlendireyim|yönlendirdim|yönlendirebilirim|yönlendiriyoruz|yönlendireceğiz|iletiyorum|ileteceğim|ilettim|iletiyoruz|ileteceğiz|çağırıyorum|çağıracağım|çağırayım|haber vereceğim|haber verdim|bilgilendirdim|bilgilendireceğim|isteyeceğim|rica edeceğim|sağlayacağım)",
			),
		],
		reaches: stem(
			"(?:sizinle|seninle) .*(?:iletişime geç|irtibata geç|temasa geç|ilgilenecek|görüşecek)|(?:sizi|seni) .*(?:arayacak|geri arayacak|arayıp)|(?:size|sana) .*(?:dönüş yap|dönecek|geri dönecek|yazacak|ulaşacak|yanıt verecek|cevap verecek)",
		),
		alone: stem(
			"(?:sizi|seni) .*(?:bağlıyorum|bağlayacağım|aktarıyorum|aktaracağım|arayacağım|arayacağız)|(?:size|sana) .*(?:dönüş yapacağız|dönüş yapacağım|geri döneceğiz|geri döneceğim|ulaşacağız)|(?:sizinle|seninle) .*(?:iletişime geçeceğiz|iletişime geçeceğim)",
		),
	},
	ja: {
		people: /担当者?|オペレーター|スタッフ|人間|係の者|係り|サポート|チーム|専門家|社員|同僚|者が|者から/,
		passes: [
			/(?:お繋ぎ|おつなぎ|転送|引き継ぎ|引き継が|引継ぎ|お取り次ぎ|取り次ぎ|取り次が|交代|代わり|転送|エスカレーション)(?:いた|致|し|ま|させ|を)|(?:に|へ)(?:お伝え|連絡|共有|依頼|確認)(?:いた|致|し|させ)(?:します|ました|ておきます|ます)|呼びます|お呼びし|つなぎます|繋ぎます|代わります|引き継ぎます/,
		],
		reaches:
			/(?:から|より|が).*(?:ご?連絡|お電話|折り返し|ご返信|返信|ご返答)(?:を)?(?:いた|致|し|さ|差し)(?:し|せ|上げ)?(?:て)?(?:ます|いただきます|頂きます)|(?:から|より|が).*(?:対応|お答え)いたします/,
		alone:
			/折り返し(?:ご連絡|お電話)(?:いた|致|差し|し)|後(?:ほど|程|日)(?:ご連絡|お電話|こちらから)|こちらから(?:ご連絡|お電話)|(?:お繋ぎ|おつなぎ)(?:いたし|致し|し)ます/,
	},
	zh: {
		people: /人工|客服|同事|人员|專員|专员|团队|團隊|工作人员|有人|代表|顾问|真人|专家|主管/,
		passes: [
			/(?:转接|轉接|转给|转到|转至|转交|联系到|接通|连接|为您接|帮您接|为你接|帮你转|为您转|帮您转|为您联系|帮您联系|帮你联系|为你联系|替您联系|请一位|让一位|安排|通知|叫一位|反馈给|提交给|升级给|转达)/,
			/我|我们|为您|为你|帮您|帮你|替您|正在|马上|立即|现在|将|會|会|已/,
		],
		reaches:
			/(?:会|將|将|會)(?:在|于|尽快|马上|很快|稍后|尽早|主动|立即|与|和|跟|同|给|向|明天|再|为|.{0,12})?.{0,12}(?:联系您|联系你|聯繫您|与您联系|和您联系|跟您联系|与你联系|和你联系|跟你联系|给您回|给你回|给您打|给你打|回复您|回复你|致电|回电|跟进|联络您|来电)/,
		alone:
			/我(?:们)?(?:会|将|马上|现在|来|这就|立即|正在).{0,6}(?:为您转接|帮您转接|为你转接|帮你转接|转接|联系您|联系你|与您联系|和您联系|跟您联系|给您回电|给您打电话|回复您)/,
	},
	ar: {
		people: /زميل|موظف|شخص|فريق|ممثل|وكيل|أحد|مختص|خبير|مسؤول|بشر|الدعم|خدمة العملاء|مندوب|مستشار/,
		passes: [
			/(?<!\p{L})(?:و|ف)?(?:سأ|سوف أ|سن|سوف ن|دعني أ|دعني ن|يمكنني أن أ|اسمح لي أن أ|أ|ن|لقد |قمت ب|تم )(?:وصل|صل|حول|حوّل|حيل|ربط|قوم بتحويل|قوم بتوصيل|قوم بربط|قوم بإحالة|طلب|بلغ|بلّغ|رفع طلب|رفع|حضر|ستدع|خبر|حلت|حولت|بلغت|تحويل|إحالة|إبلاغ|جعل)/u,
		],
		reaches:
			/(?<!\p{L})(?:و|ف)?(?:سوف |سي|ست|س)(?:ي|ت|ن)?(?:تواصل|تصل|قوم .*(?:بالتواصل|بالاتصال)|رد عليك|رد عليكم|راسل|عاود|كون معك|تابع معك|هاتف|تولى)/u,
		alone:
			/(?<!\p{L})(?:سنتواصل|سأتواصل|سوف نتواصل|سوف أتواصل|سنتصل بك|سأتصل بك|سنعاود الاتصال|سنرد عليك|سأحولك|سأحوّلك|سأوصلك|سأقوم بتحويلك|سأقوم بتوصيلك)/u,
	},
};

const table = Object.values(promises);

/** Clauses without emphasis: what is said in one breath. */
const clausesOf = (text: string): string[] =>
	text
		.toLowerCase()
		.normalize("NFC")
		.replace(/[’ʼ`´]/g, "'")
		.replace(/[*_]+/g, "")
		.split(/[.!?;:\n。！？；：؟…–—]+/u)
		.map((clause) => clause.replace(/\s+/g, " ").trim())
		.filter((clause) => clause !== "");

const promising = (clause: string): boolean =>
	table.some(
		({ people, passes, reaches, alone }) =>
			alone.test(clause) ||
			(people.test(clause) && (reaches.test(clause) || passes.every((part) => part.test(clause)))),
	);

/** `given`: what the text rests on. Quoting an article that says who will get in touch is no promise of the writer's. */
export function promisesPerson(text: string, given: string): boolean {
	const said = clausesOf(text).filter(promising);
	if (said.length === 0) return false;
	const quotable = clausesOf(given).join("\n");
	return said.some((clause) => !quotable.includes(clause));
}
