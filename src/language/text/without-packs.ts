/**
 * What is known of languages without a pack: wordings of follow-ups, and the question and function words that are left out of
 * queries. They are too few for a pack, which names every part; `npm run languages` lists these languages as missing.
 */
import type { Alternatives, Replacement, Words } from "../pack.ts";

type Known = { name: string; openings: Alternatives; pointers: Alternatives };

/** Matched as in languages without spaces, which Thai has none of. */
export const withoutPacks: readonly Known[] = [{ name: "Thai", openings: "แล้ว|ถ้างั้น", pointers: "อันนี้|อันนั้น" }];

/** Question and function words of languages with spaces, as a pack's search words are read (stopwords.ts). */
export const queryWords: readonly Words[] = [
	// Greek
	`ο η το οι τα του της των τον την τους τις τη ένας μια ένα και ή να θα δεν μη μην με σε στο στη στην στον στα στις στους
	από για προς ως σαν κατά μετά πριν χωρίς αν όταν όπου όπως ότι που πως γιατί τι ποιος ποια ποιο ποιοι ποιες ποιον ποιων
	πότε πού πώς πόσο πόση πόσα πόσοι πόσες πόσος είναι ήταν είμαι έχω έχει έχουν έχουμε είχε μου σου μας σας αυτό αυτός αυτή
	αυτά αυτές αυτοί αυτόν εγώ εσύ εμείς εσείς κάποιος κάτι κάθε πολύ πιο επίσης μόνο υπάρχει υπάρχουν μπορώ μπορεί γίνεται
	ήταν ώστε αλλά κι δηλαδή παρακαλώ`,
	// Romanian
	`un o unui unei unor niște și sau dar că să nu de la din în pe cu pentru prin despre până fără după înainte între
	este e sunt era erau am ai are avem aveți au fi fost va vor aș ar ce care cine cum când unde cât câtă câți câte de ce cui
	a al ale ai lui ei lor eu tu el ea noi voi ei ele mă te se ne vă îmi îți își meu mea mei mele tău ta său sa acest această
	acesta aceasta acești aceste cel cea cei cele mai foarte dacă pot poate puteți trebuie există vă rog`,
	// Vietnamese, typed with its tones or without
	`là của và có không được cho với trong ở tại từ đến để như thế nào gì nào ai đâu bao nhiêu bao lâu khi lúc sao vì tại sao
	tôi bạn chúng ta chúng tôi mình anh chị em ông bà họ nó này đó kia ấy các những một mọi mỗi rất quá cũng đã đang sẽ sắp
	phải cần thì mà hay hoặc nếu nhưng do bởi về theo trên dưới ra vào lên xuống lại còn chỉ ạ à vậy làm thể xin vui lòng`,
];

/** Question and function words of Thai, which has no spaces around them, as a pack's rewordings are read. */
export const queryFiller: readonly Replacement[] = [
	[
		/ได้หรือเปล่า|ได้ไหม|ได้มั้ย|หรือเปล่า|หรือไม่|รึเปล่า|ไหม|มั้ย|อย่างไร|ยังไง|เท่าไหร่|เท่าไร|เท่าใด|เมื่อไหร่|เมื่อไร|เมื่อใด|ที่ไหน|ตรงไหน|แค่ไหน|แถวไหน|อะไร|ทำไม|ใคร|กี่|ครับ|ค่ะ|คะ(?!แนน)|นะ|หน่อย|อยาก|ต้อง|ช่วย|ภายใน|แล้ว|หรือ|และ|ของ|ที่(?!อยู่)|จะ|ได้/gu,
		" ",
	],
];

/**
 * Letters of languages without a pack, which no language with one has: of Danish and Norwegian, Icelandic, Czech and Slovak,
 * Hungarian, Romanian, Croatian, the Baltic languages, Vietnamese; Ukrainian, Belarusian, Serbian, Kazakh; Persian and Urdu.
 */
export const foreignLetters = /[øæðþěřůďťňčšžőűășțđāēģīķļņūėįųơưạ-ỹіїєґўђјљњћџқңұһپچژگکیٹڈےڑ]/u;

/**
 * Endings that are taken off a word for search, by its script: Greek, Devanagari and Cyrillic words change them with their place
 * in a sentence. On folded text (fold.ts). `least`: letters that must be left.
 */
export const endings: readonly { script: RegExp; ending: RegExp; least: number }[] = [
	{
		script: /^\p{Script=Greek}/u,
		ending:
			/(?:ματων|ματοσ|ματα|ονται|ουνται|ουμε|εται|ηκαν|ησαν|ουσα|ουσ|ουν|εισ|εων|ιων|ηκε|ησε|οσ|ου|ον|οι|ων|ασ|εσ|ησ|ισ|υσ|αν|ει|εν|α|η|ο|ε|ι|υ|ω)$/u,
		least: 3,
	},
	{
		script: /^\p{Script=Devanagari}/u,
		ending: /(?:ियों|ियाँ|ियां|ाओं|ुओं|ाएं|ाएँ|ाया|ाई|ाए|ता|ती|ते|ना|नी|ने|या|यी|ये|ों|ें|ीं|ाँ|ां|ा|ि|ी|ु|ू|े|ै|ो|ौ|ं|ँ)$/u,
		least: 2,
	},
	{
		script: /^\p{Script=Cyrillic}/u,
		ending:
			/(?:иями|ями|ами|иях|иям|ого|его|ому|ему|ыми|ими|ать|ить|еть|ает|ует|ают|уют|ах|ях|ов|ев|ии|ия|ие|ью|ои|еи|ыи|ая|яя|ое|ее|ые|ую|юю|ых|их|ом|ем|ам|ям|ся|а|я|о|е|и|ы|у|ю|ь)$/u,
		least: 3,
	},
];

/** One syllable of Vietnamese, as each of its words is written, without its marks. */
export const syllable = /^(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?$/;
