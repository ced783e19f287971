/**
 * What is known of languages without a pack: wordings of follow-ups, and the question and function words that are left out of
 * queries. They are too few for a pack, which names every part; `npm run languages` lists these languages as missing.
 */
import type { Alternatives, Words } from "../pack.ts";

type Known = { name: string; openings: Alternatives; pointers: Alternatives };

/** Matched as in languages without spaces: Thai has none, and a Korean particle follows its word directly. */
export const withoutPacks: readonly Known[] = [
	{ name: "Korean", openings: "그럼|그러면|그리고|그런데", pointers: "그거|그것|이거|이것" },
	{ name: "Thai", openings: "แล้ว|ถ้างั้น", pointers: "อันนี้|อันนั้น" },
];

/** Question and function words of languages with spaces, as a pack's search words are read (stopwords.ts). */
export const queryWords: readonly Words[] = [
	// Greek
	`ο η το οι τα του της των τον την τους τις τη ένας μια ένα και ή να θα δεν μη μην με σε στο στη στην στον στα στις στους
	από για προς ως σαν κατά μετά πριν χωρίς αν όταν όπου όπως ότι που πως γιατί τι ποιος ποια ποιο ποιοι ποιες ποιον ποιων
	πότε πού πώς πόσο πόση πόσα πόσοι πόσες πόσος είναι ήταν είμαι έχω έχει έχουν έχουμε είχε μου σου μας σας αυτό αυτός αυτή
	αυτά αυτές αυτοί αυτόν εγώ εσύ εμείς εσείς κάποιος κάτι κάθε πολύ πιο επίσης μόνο υπάρχει υπάρχουν μπορώ μπορεί γίνεται
	ήταν ώστε αλλά κι δηλαδή παρακαλώ`,
	// Hindi
	`का के की को में से पर ने है हैं था थी थे हो होता होती होते हुआ हुई हुए और या भी तो ही कि यह वह ये वे इस उस इन उन जो जिस
	क्या क्यों कब कहाँ कहां कैसे कैसा कैसी कितना कितनी कितने कौन किस किसने किसे किसका किसके किसकी किन मैं हम आप तुम मेरा मेरी मेरे मुझे
	हमारा आपका आपके आपकी अपना अपने अपनी एक कोई कुछ नहीं न मत लिए साथ तक द्वारा बाद पहले जब तब अगर लेकिन कर करना करने किया गया
	गई गए जाता जाती जाते सकता सकती सकते रहा रही रहे दिया कृपया बारे`,
	// Romanian
	`un o unui unei unor niște și sau dar că să nu de la din în pe cu pentru prin despre până fără după înainte între
	este e sunt era erau am ai are avem aveți au fi fost va vor aș ar ce care cine cum când unde cât câtă câți câte de ce cui
	a al ale ai lui ei lor eu tu el ea noi voi ei ele mă te se ne vă îmi îți își meu mea mei mele tău ta său sa acest această
	acesta aceasta acești aceste cel cea cei cele mai foarte dacă pot poate puteți trebuie există vă rog`,
	// Vietnamese, typed with its tones or without
	`là của và có không được cho với trong ở tại từ đến để như thế nào gì nào ai đâu bao nhiêu bao lâu khi lúc sao vì tại sao
	tôi bạn chúng ta chúng tôi mình anh chị em ông bà họ nó này đó kia ấy các những một mọi mỗi rất quá cũng đã đang sẽ sắp
	phải cần thì mà hay hoặc nếu nhưng do bởi về theo trên dưới ra vào lên xuống lại còn chỉ ạ à vậy làm thể xin vui lòng`,
	// Russian
	`и в во на с со к ко у о об от до из за по для при без под над про через между не ни да или но а же ли бы то что чтобы как
	так где куда откуда когда почему зачем сколько какой какая какое какие какого какую каких кто кого кому кем чем чего чей
	я ты он она оно мы вы они мне меня мной тебе тебя нам нас вам вас ему его ей её им их мой моя моё мои твой ваш ваша ваше
	ваши наш этот эта это эти тот та те быть есть был была было были будет можно могу может нужно надо если уже ещё очень тоже
	пожалуйста ли`,
	// Swedish
	`en ett den det de dem och eller men att som om på i av till från med utan för vid hos över under efter innan mellan är var
	varit har hade ska skall kan kunde får fick måste vill jag du han hon vi ni mig dig oss er min mitt mina din ditt dina vår
	vårt våra ert era sin sitt sina vad vem vilken vilket vilka när var vart varför hur många mycket länge inte ej också bara
	någon något några detta denna dessa finns finnas där här då så gör göra snälla tack`,
	// Hebrew
	`את של על אל עם מן כי אם או גם לא אין יש זה זו זאת אלה אלו הוא היא הם הן אני אתה את אנחנו אתם לי לך לו לה לנו לכם להם שלי
	שלך שלו שלה שלנו שלכם מה מי מתי איפה היכן לאן איך כיצד כמה למה מדוע האם איזה איזו אילו כל רק כבר עוד מאוד היה היתה היו להיות
	יכול יכולה יכולים אפשר צריך צריכה ניתן בבקשה אבל כאשר אחרי לפני בין בלי`,
];
