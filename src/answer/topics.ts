/**
 * Topics that many teams call sensitive, and what visitors say when they mean them: "I will sue you" has none of the
 * words of "legal threats". A workspace's topic that names one is heard in all of these wordings. Written out, because
 * the vectors of words can't tell them: "I will sue you" is as like "refunds" as it is like "legal threats".
 */
import { fold, words } from "../language/terms.ts";

type Topic = {
	/** Of the team's own name for it, in any of the languages. On folded words, joined. */
	named: RegExp;
	/** Of a message in a script with spaces, in the same way. */
	said: RegExp[];
	/** Of a message in Chinese or Japanese, folded. */
	unspaced: RegExp;
};

/** `\b` knows Latin letters only. */
const arabic = (inner: string): RegExp => new RegExp(`(?<!\\p{L})(?:${inner})`, "u");

const topics: Topic[] = [
	{
		named:
			/\b(?:legal|law|lawyers?|lawsuits?|sue|suing|litigation|court|attorneys?|recht\w*|klage\w*|anwalt|anwalte|juridi\w*|legales?|abogados?|demandas?|avocats?|juicios?|advogados?|processos?|azioni legali|legali|avvocat[oi]|advocaat|rechtszaak|prawn\w*|prawnik\w*|adwokat|hukuk\w*|avukat\w*|dava\w*)\b|法律|律师|律師|诉讼|訴訟|起诉|法的|弁護士|裁判|قانون|محام|دعوي|قضائ/,
		said: [
			/\b(?:sue|suing|sued|lawsuits?|lawyers?|attorneys?|solicitors?|litigation|litigate|legal (?:action|steps|proceedings|advice|team|counsel|department|threats?)|legal\w* (?:pursue|liable)|(?:in|to|before) (?:the |a )?(?:small claims )?court|small claims|court (?:order|case|action)|prosecut\w+|press charges|cease and desist|consumer (?:protection|ombudsman)|trading standards|ombudsman|report(?:ing)? you to|police)\b/,
			/\b(?:verklag\w*|verklage|anwalt\w*|anwalte|rechtsanwalt\w*|rechtsanwaltin|rechtliche\w* schritte|rechtsweg|vor gericht|gericht|anzeige (?:erstatten|gegen)|zeige (?:sie|euch|dich) an|verbraucherzentrale|verbraucherschutz|polizei|abmahn\w*)\b/,
			/\b(?:demandar(?:los|les|te|lo)?|(?:los|les|te|voy a) demandar\w*|(?:mi |un )?abogad[oa]s?|acciones? legal(?:es)?|tribunal(?:es)?|a juicio|denunciar(?:los|les|te|e)?|denuncia|policia|oficina del consumidor)\b/,
			/\b(?:avocate?s?|porter plainte|poursuivre en justice|vous poursuivre|poursuites (?:judiciaires)?|en justice|action en justice|tribunal|demarches? judiciaires?|dgccrf|police|mise en demeure)\b/,
			/\b(?:advogad[oa]s?|processar(?:vos|los|te)?|acao judicial|(?:acao|acoes|medidas) (?:legal|legais|judiciais)|tribunal|em tribunal|justica|policia|procon|queixa crime)\b/,
			/\b(?:avvocat[oaie]|far[oa] causa|fare causa|vi denunci\w*|denuncia|denunciare|denuncer[oa]|azion[ei] legal[ei]|vie legali|tribunale|querela|polizia|carabinieri)\b/,
			/\b(?:advocaat|advocaten|aanklagen|rechtszaak|juridische stappen|naar de rechter|rechtbank|aangifte|politie|consumentenbond)\b/,
			/\b(?:pozw\w+|adwokat\w*|prawnik\w*|do sadu|sad(?:zie|u|em)|droge? sadow\w*|kroki prawne|krokow prawnych|policj\w+|uokik|rzecznik\w*)\b/,
			/\b(?:dava (?:ac\w*|edec\w*)|avukat\w*|mahkeme\w*|yasal (?:islem|yol)\w*|hukuki\w*|sikayetci|savci\w*|polis(?:e|i|ten)?|tuketici (?:hakem|mahkeme)\w*)\b/,
			arabic(
				"(?:ال|لل|ل|و|س|سا|ب)*(?:محامي|محام|مقاضا|قاضيكم|اقاضي|قضيه|محكمه|محكمة|دعوي قضائي|اجراءات قانوني|الشرطة|شرطة)",
			),
		],
		unspaced:
			/起诉|起訴|告你们|告你們|告上法庭|律师|律師|法院|法庭|诉讼|訴訟|报警|報警|消费者协会|消協|消协|12315|弁護士|訴え(?:ます|る|て|たい)|裁判|法的(?:措置|手段)|警察|消費者センター|消費生活センター/,
	},
	{
		named:
			/\b(?:refunds?|refunding|money back|reimburse\w*|ruckerstatt\w*|erstattung\w*|reembolsos?|devoluciones? de dinero|rembours\w*|rimbors\w*|terugbetal\w*|zwrot\w*|iade\w*)\b|退款|返金|استرداد|استرجاع/,
		said: [
			/\b(?:refund\w*|reimburs\w*|(?:my |our |the |all )?money (?:(?:all|paid|straight|right) )?back|(?:give|pay|send|get|want|need|return) (?:me )?(?:back )?(?:my |our )(?:full )?(?:money|cash|payment)|(?:pay|paid) (?:me )?back|(?:where|when)\b.{0,20}\bmy money)\b/,
			/\b(?:ruckerstatt\w*|erstatt(?:en|et|e|ung\w*)|(?:mein |das |unser )?geld (?:wieder )?(?:zuruck|wieder)|geld zuruck\w*|zuruck(?:zahlen|zahlung|gezahlt|uberweisen))\b/,
			/\b(?:reembols\w*|devuelv\w+(?: \w+)? (?:mi |el )?dinero|devolver(?:me|nos)? (?:mi |el )?dinero|(?:mi|el) dinero de vuelta|devolucion (?:de(?:l)?) (?:mi )?dinero|(?:quiero|recuperar) mi dinero)\b/,
			/\b(?:rembours\w*|rendez moi mon argent|(?:recuperer|ravoir|veux|rendre) mon argent|mon argent)\b/,
			/\b(?:reembols\w*|(?:meu|o) dinheiro de volta|devolv\w+ (?:o )?(?:meu )?dinheiro|(?:quero|devolucao do) (?:o )?meu dinheiro|estorn\w*)\b/,
			/\b(?:rimbors\w*|(?:i miei|miei) soldi(?: indietro)?|soldi indietro|ridatemi|restitu\w+ (?:i |dei )?(?:miei )?(?:soldi|denaro))\b/,
			/\b(?:terugbetal\w*|(?:mijn )?geld terug\w*|restitutie)\b/,
			/\b(?:zwrot\w* (?:pieniedzy|kosztow|srodkow|pieniadze)|zwrocic (?:mi )?pieniadze|oddaj\w*(?: mi)?(?: moje)? (?:pieniadze|kase)|(?:moje|swoje) pieniadze|odzyskac pieniadze)\b/,
			/\b(?:(?:para|ucret)\w* iade\w*|param\w* (?:geri|iade)|iade (?:istiyorum|edin|talep)\w*|parami)\b/,
			arabic(
				"(?:ا|ال|ب|ب?ال)?(?:استرداد|استرجاع|استعاد|استعيد|استرد|استرجع)|(?:ا)?(?:رجعوا|رجع|ريد) (?:لي )?(?:فلوسي|اموالي|نقودي|مالي)|(?:فلوسي|اموالي|نقودي)",
			),
		],
		unspaced:
			/退款|退钱|退錢|还我钱|還我錢|把钱(?:还|退)|把錢(?:還|退)|钱退|返金|払い戻し|払戻|(?:お金|代金|金)を?(?:返し|返して|返せ|戻し)/,
	},
	{
		named:
			/\b(?:charge ?backs?|payment disputes?|disputes?|ruckbuch\w*|ruckbelast\w*|contracargos?|retrofacturac\w*|retrofacturation\w*|chargeback\w*|storno|obciazen\w* zwrotn\w*|ters ibraz)\b|拒付|チャージバック|支払い異議/,
		said: [
			/\b(?:charge ?backs?|dispute (?:(?:this|the|that|my|your|a) )?(?:charge|payment|transaction|it)|(?:call|contact|ask|tell|through|with|go to) (?:my |the )?(?:bank|card (?:issuer|company)|credit card company)|(?:reverse|reversal of|cancel) (?:the |this |my )?(?:charge|payment|transaction)|my bank (?:will|is going|has)|(?:open|file|raise|filed|opened) a (?:paypal )?(?:dispute|case|claim))\b/,
			/\b(?:ruckbuch\w*|zuruckbuchen|ruckbelast\w*|lastschrift zuruck\w*|ruckgabe der lastschrift|kauferschutz)\b/,
			/\b(?:contracargos?|retrocesion|disputar el cargo|anular el cargo|devolver el recibo)\b|\b(?:retrofacturation|contester (?:le|ce|un) (?:paiement|debit|prelevement)|opposition (?:a|sur|au))\b/,
			/\b(?:contestar (?:a|o|esta) (?:cobranca|pagamento|compra)|estorno|contestare (?:l )?(?:addebito|il pagamento)|storno|terugboek\w*|storneren|obciazen\w* zwrotn\w*|ters ibraz|harcama itiraz\w*)\b/,
		],
		unspaced: /拒付|撤销付款|撤銷付款|申请撤单|チャージバック|支払いを?取り消|カード会社に(?:連絡|相談|異議)/,
	},
	{
		named:
			/\b(?:data (?:protection|privacy|requests?|breach\w*|leaks?)|privacy|gdpr|dsgvo|rgpd|rodo|kvkk|avg|personal data|datenschutz\w*|proteccion de datos|privacidad|protection des donnees|vie privee|confidentialite|protecao de dados|privacidade|protezione dei dati|gegevensbescherming|ochron\w* danych|kisisel veri\w*)\b|数据保护|隐私|隱私|個人情報|プライバシー|حماية البيانات|الخصوصي/,
		said: [
			/\b(?:gdpr|ccpa|data protection|privacy|personal (?:data|information)|(?:delete|erase|remove|export|access|stored?|sell|share|leak\w*|about) (?:all )?(?:of )?my (?:personal )?(?:data|information|details)|my (?:personal )?data (?:has|was|is|have|been)|data (?:breach|leak|request|subject)|right to be forgotten|subject access|what (?:data|information) (?:do )?you (?:have|store|hold|keep|collect))\b/,
			/\b(?:dsgvo|datenschutz\w*|personenbezogene\w*|(?:meine|meiner) (?:personlichen )?daten|datenleck|datenpanne|datenauskunft|auskunft nach|recht auf vergessen\w*)\b/,
			/\b(?:rgpd|proteccion de datos|(?:mis|meus|miei|mes) (?:dat(?:os|i)|dados|donnees)(?: (?:personales|pessoais|personali|personnelles))?|datos personales|dados pessoais|dati personali|donnees personnelles|privacidad|privacidade|vie privee|derecho al olvido|droit a l oubli|protection des donnees|protecao de dados|protezione dei dati|lgpd)\b/,
			/\b(?:avg verzoek|mijn (?:persoonlijke )?gegevens|persoonsgegevens|datalek|rodo|(?:moje|moich|swoje) dane|moich danych|danych osobowych|dane osobowe|wyciek danych|kvkk|kisisel veri\w*|verilerim\w*)\b/,
			arabic("(?:ال|ب|ل|و)*(?:بياناتي|معلوماتي الشخصي|بيانات شخصي|بيانات الشخصي|خصوصي|حماية البيانات)"),
		],
		unspaced:
			/隐私|隱私|个人(?:信息|数据|资料)|個人(?:資料|資訊)|我的(?:数据|資料|资料|个人)|数据泄露|信息泄露|個人情報|プライバシー|データ(?:を)?(?:削除|漏)|情報漏/,
	},
	{
		named:
			/\b(?:injur\w*|accidents?|safety|health|medical|verletz\w*|unfall|unfalle|sicherheit|lesion\w*|accidentes?|heridas?|bless\w*|ferid\w*|ferimento\w*|acidentes?|lesioni|infortuni\w*|incident\w*|letsel\w*|ongeval\w*|obrazen\w*|wypad\w*|yaralan\w*|kaza\w*)\b|受伤|受傷|伤害|事故|怪我|けが|ケガ|اصاب|حادث/,
		said: [
			/\b(?:injur\w+|hurt (?:me|my\w*|him|her|our|us|someone|myself|himself|herself)|(?:got|was|were|am|is|been|child|son|daughter|baby) (?:\w+ )?hurt|hospital\w*|ambulance|(?:to|see|saw|call) (?:a|the|my|our) doctor|bleed\w*|bled|burn(?:t|ed)? (?:me|my|him|her|our|myself)|(?:cut|broke|sprained|twisted) (?:my|his|her) (?:finger|hand|arm|leg|foot|skin|face|head|back|wrist|ankle|thumb|neck)|allerg\w+|(?:skin )?rash|chok(?:ed|ing)|electr(?:ic shock|ocuted)|caught fire|on fire|explod\w+|poison\w*|concussion|stitches)\b/,
			/\b(?:verletz\w*|unfall|krankenhaus|notaufnahme|arzt|blut\w*|verbrannt|verbrenn\w*|allergi\w*|ausschlag|stromschlag|gebrochen\w* (?:arm|bein|finger|hand)|explodiert|feuer gefangen|geschnitten)\b/,
			/\b(?:lesion\w*|herid[oa]s?|me (?:corte|queme|lastime|hice dano)|se (?:lastimo|quemo|corto)|hospital|accidente|ambulancia|alergi\w*|sangr\w+|sarpullido|incendi\w*)\b/,
			/\b(?:bless(?:e|ee|es|ure|ures|er)|hopital|urgences|je me suis (?:coupe|brule|fait mal)\w*|accident|saign\w*|allergi\w*|brulure|pris feu)\b/,
			/\b(?:ferid[oa]s?|ferimento\w*|machuc\w+|magoei|acidente|queim\w+|cortei me|me cortei|sangr\w+|ferit[oaie]|mi sono (?:tagliat|bruciat|fatt)\w*|ospedale|pronto soccorso|infortunio|ustion\w*|sanguin\w+|preso fuoco)\b/,
			/\b(?:gewond|verwond\w*|letsel|ziekenhuis|ongeluk|bloed\w*|verbrand|uitslag|ranny|ranna|zranil\w*|skaleczyl\w*|szpital\w*|wypadek|krwawi\w*|poparz\w*|uczuleni\w*|yaralan\w*|hastane\w*|kanadi|kaniyor|yandi|kaza gecir\w*|alerji\w*)\b/,
			arabic("(?:ا|ال|و|ت)*(?:اصيب|اصبت|اصابه|اصابة|مستشفي|مستشفى|جرح|جرحت|نزيف|حرق|حساسيه|حساسية|حادث)"),
		],
		unspaced:
			/受伤|受傷|弄伤|弄傷|割伤|割傷|烫伤|燙傷|烧伤|燒傷|医院|醫院|流血|过敏|過敏|起火|爆炸|怪我|けが(?:を|し)|ケガ|火傷|やけど|病院|出血|アレルギー|発火|爆発|かぶれ/,
	},
	{
		named:
			/\b(?:press|media|journalis\w*|reporters?|publicity|interviews?|presse\w*|medien\w*|prensa|periodist\w*|medios|imprensa|jornalist\w*|stampa|giornalist\w*|pers|media|pras\w*|dziennikarz\w*|basin|gazeteci\w*)\b|媒体|媒體|记者|記者|新闻|報道|取材|صحاف|صحف|اعلام/,
		said: [
			/\b(?:journalis\w+|reporters?|press (?:inquir\w+|enquir\w+|request|release|office|contact|kit|team|officer|questions?|quer(?:y|ies)|pass|card|coverage|agency)|^press$|members? of the press|(?:(?:to|from|with|tell|contact|inform|call|for) the|local) (?:press|media)(?! (?:stud|button|fastener|player)s?)|newspapers?|(?:media|interview|comment) (?:request|inquiry|enquiry)|for (?:an )?interview|tv (?:station|channel|programme|program|crew|news)|(?:writing|doing|working on|preparing) (?:an? |the )?(?:article|story|piece|report) (?:about|on)|go(?:ing)? public|request for comment|podcast)\b/,
			/\b(?:journalist\w*|presseanfrage\w*|pressestelle|pressekontakt|(?:die|der|zur|an die) presse|redaktion|redakteur\w*|zeitung\w*|interview(?:anfrage)?|fernseh\w*|reporter\w*)\b/,
			/\b(?:periodist\w*|prensa|periodico|entrevista|reporter[oa]s?|journalistes?|la presse|interview|journal televise|jornalist\w*|imprensa|jornal|giornalist\w*|(?:la|di|ufficio) stampa|intervista|redazione)\b/,
			/\b(?:journalist\w*|de pers|persvraag|persvragen|krant|redactie|dziennikar\w*|prasa|prasy|prasow\w*|gazet[aey]|wywiad\w*|gazeteci\w*|basindan|basin mensub\w*|roportaj\w*|gazete\w*|muhabir\w*)\b/,
			arabic("(?:ال|لل|و)*(?:صحفي|صحافي|صحافه|صحافة|جريده|جريدة|وسائل الاعلام|مقابله صحفي|مقابلة صحفي)"),
		],
		unspaced: /记者|記者|媒体|媒體|采访|採訪|报社|報社|电视台|電視台|新聞社|マスコミ|取材|テレビ局|インタビュー/,
	},
];

/** Words that also mean everyday things, a press stud or a media player: a topic named so is heard in its wordings only. */
const everyday = new Set(["press", "media"]);
export const isEveryday = (topic: string): boolean => everyday.has(words(topic).join(" "));

/** A message means a topic that a team may have named so. */
export function meansTopic(message: string, topic: string): boolean {
	const name = `${words(topic).join(" ")} ${fold(topic)}`;
	const known = topics.filter(({ named }) => named.test(name));
	if (known.length === 0) return false;
	const joined = words(message).join(" ");
	const folded = fold(message);
	return known.some(({ said, unspaced }) => unspaced.test(folded) || said.some((pattern) => pattern.test(joined)));
}
