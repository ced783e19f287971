/**
 * Words that say nothing about what a text is about. Left out of queries, never of the index.
 * A list counts only for a text that is in its language: German "die" must not silence an English word.
 */

const lists: Record<string, string> = {
	en: `a about actually again all already also am an and another any anybody anyone anything are as at be because been
		before being both but by can cannot cant could couldnt did didnt do does doesnt doing dont each either else even ever
		every everything exactly few find for from further had happen happens has hasnt have havent having he hello help her here
		hers hey hi him his how i if im in into is isnt it its ive just kindly know let lets like many may maybe me mean might mine
		more most much must my myself need no nor not now of off oh ok okay on once one only or other our ours out over own
		please possible put question quite really s same she should so some somebody someone something still such sure tell than
		thank thanks that thats the their them then there these they thing things this those though through to too under until
		up us very want wanted was way we well were what whats when where whether which while who whom whose why will wish with
		wondering wont would wouldnt yes yet you your yours yourself able bit get got give go going guys im ill id u ur`,
	de: `aber alle allem allen aller alles als also am an ander andere anderem anderen auch auf aus bei bin bis bist bitte da
		damit dann das dass dein deine dem den denn der des die dies diese dieser dieses doch dort du ein eine einem einen
		einer eines er es etwas euch euer eure fuer für gibt habe haben hat hatte hattet hier ich ihm ihn ihnen ihr ihre im in
		ins ist ja jede jeden jeder kann kannst kein keine koennen können könnt man mein meine meinem meinen meiner mich mir
		mit muss müssen nach nicht noch nun nur ob oder ohne schon sehr sein seine sich sie sind so soll sollte über ueber um
		und uns unser unsere unter vom von vor war waren warum was welche welcher welches wenn wer werden wie wieder will wir
		wird wirst wo wollen würde wurde zu zum zur hallo danke`,
	es: `a al algo alguna alguno algún ante antes aquí así aun con como cómo cual cuál cuando cuándo de del desde donde dónde
		dos el él ella ellas ellos en entre era es esa ese eso esta está están estas este esto estos estoy fue ha hacer hago
		han has hasta hay he hola la las le les lo los me mi mis mucho muy más nada ni no nos nosotros o os otra otro para
		pero poco por porque por qué puede puedo pueden que qué quien quién quiero se sea ser si sí sin sobre son soy su sus
		también tan tanto te tengo tiene tienen todo todos tu tus un una uno unos usted ustedes y ya yo gracias favor`,
	fr: `a ai ainsi alors au aucun aussi autre aux avec avez avoir bien bonjour c ce cela ces cet cette ceux chez ci comme
		comment d dans de des dois donc du elle elles en encore es est et être eu eux faire fait faut il ils j je l la le les
		leur leurs lui m ma mais me même mes moi mon n ne ni nos notre nous on ont ou où par pas peut peux plus pour pourquoi
		puis qu quand que quel quelle quelles quels qui quoi s sa sans se sera ses si son sont sur t ta te tes toi ton tous
		tout toute très tu un une va vais veux vos votre vous y est-ce merci`,
	pt: `a ao aos aquela aquele aquilo as até com como da das de dela dele depois do dos e é ela elas ele eles em entre era
		essa esse esta está este estou eu fazer foi há isso isto já lhe mais mas me mesmo meu meus minha minhas muito na não
		nas nem no nos nós nossa nosso num numa o os ou para pela pelo pode posso por porque qual quando que quem quero se sem
		ser seu seus só sua suas também te tem tenho ter teu tu tua um uma umas uns você vocês vos olá obrigado obrigada`,
	it: `a ad agli ai al alla alle allo anche avere c che chi ci ciao come con cosa cui d da dal dalla dei del della delle
		dello di dove e è ed era essere fa fare gli ha hai hanno ho i il in io l la le lei lo loro lui ma me mi mia mie miei
		mio ne nei nel nella no noi non nostra nostro o per perché però più posso può qual quale quando quanto quella quello
		questa queste questi questo qui se sei si sì sia sono sta su sua sue sui sul sulla suo te ti tra tu tua tuo tutto un
		una uno vi voglio voi vorrei grazie`,
	nl: `aan al alle als altijd ben bij daar dan dat de der deze die dit doch doe doen door dus een en er ge geen haar had
		heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je jij jullie kan kon kunnen maar me meer men met
		mij mijn moet na naar niet niets nog nu of om omdat ons onze ook op over te tegen toch toen tot u uit uw van veel voor
		waar waarom wanneer want waren was wat we wel welke werd wie wij wil worden wordt zal ze zelf zich zij zijn zo zonder
		zou hallo bedankt`,
	pl: `a aby ale bez bo być by był była było były chcę ci co czy dla do gdzie go i ich ile im ja jak jaka jaki jakie jako
		je jest jestem jeśli już kiedy kto która które który ma mam mi mnie moja moje mogę może można mój na nad nie niż o od
		on ona oni oraz po pod przed przez się są ta tak tam te tego ten to tu tym tylko w was we wy z za ze że żeby jeszcze
		dzień dobry proszę dziękuję`,
	tr: `acaba ama ben bana beni bir biz bu bunu çok da daha de değil diye en eğer gibi hangi hem hep her için ile ise kaç
		ki kim mı mi mu mü nasıl ne neden nerede nereye niye o olan olarak olur ona onu sen siz şey şu ve veya var ya yok
		mıyım miyim musunuz mısınız merhaba lütfen teşekkürler`,
	ar: `في من على إلى عن مع هذا هذه ذلك تلك التي الذي الذين ما ماذا هل كم كيف متى أين لماذا من هو هي هم نحن أنا أنت كان كانت
		يكون تكون أن إن لا لم لن قد كل أو ثم بعد قبل عند عندما أي أية بين حتى إذا لو لكن غير مرحبا شكرا يمكن يمكنني أريد`,
};

type Folding = (text: string) => string[];

/** Builds the test from the folding that texts themselves go through, so that both spell a word alike. */
export function stopwordTest(fold: Folding): (words: string[]) => (word: string) => boolean {
	const sets = Object.values(lists).map((list) => new Set(list.split(/\s+/).flatMap(fold)));
	const [english = new Set<string>()] = sets;
	return (words) => {
		// The language with the most of its function words in the text. Ties and blanks go to English, the first.
		let best = english;
		let most = 0;
		for (const set of sets) {
			const count = words.reduce((sum, word) => sum + (set.has(word) ? 1 : 0), 0);
			if (count > most) [best, most] = [set, count];
		}
		return (word) => best.has(word);
	};
}
