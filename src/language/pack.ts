/**
 * The type of a language pack: everything that the server knows of one language, as data. Every pack names every part; a part
 * that a language doesn't have is `none("why")`, which `npm run languages` lists. Search words are never missing: without them,
 * every question would be searched by its "the" and "what". A pack has no logic; the mechanisms that read its parts from
 * packs.ts have no words of any language.
 */

/** A part that a language doesn't have, and why. */
export type None = { readonly none: string };
export const none = (why: string): None => ({ none: why });
export const isNone = (part: unknown): part is None => typeof part === "object" && part !== null && "none" in part;

/** Alternatives of a regular expression, joined by "|". The mechanism adds the boundaries around them. */
export type Alternatives = string;

/** Words with blanks between them, as people write them. The mechanism folds them like a message (fold.ts). */
export type Words = string;

export type Replacement = [pattern: RegExp, instead: string];

/** Patterns, and what they are matched against: the folded words of a message with one blank between them, or its folded text. */
export type Wordings = { on: "words" | "text"; patterns: RegExp[] };
export const inWords = (...patterns: RegExp[]): Wordings => ({ on: "words", patterns });
export const inText = (...patterns: RegExp[]): Wordings => ({ on: "text", patterns });

/**
 * Patterns for one of `source` as a whole word, and as the beginning of a word. Unlike `\b`, they know the letters of every
 * script, and the marks that are vowels in Devanagari.
 */
export const wholeWord = (source: Alternatives): RegExp =>
	new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(?:${source})(?![\\p{L}\\p{M}\\p{N}])`, "u");
export const wordStart = (source: Alternatives): RegExp => new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(?:${source})`, "u");

export type Writing = {
	direction: "ltr" | "rtl";
	/** Unicode's names of the scripts that distinguish this language from others. */
	scripts: string[];
	/** Scripts of another language that this one also uses: Chinese characters in Japanese. */
	borrows: string[] | None;
	/** Whether words have spaces between them, have spaces and are also joined ("Kundenberater"), or have none. */
	words: "spaced" | "compounding" | "unspaced";
};

/** Stop words (in a language without spaces: characters), which are left out of queries. */
export type SearchWords = {
	stopWords: Words;
	questionWords: Words;
	/** Questions in stop words alone, with an informative word that asks the same: "how much is" asks for the cost. */
	rewordings: Replacement[] | None;
};

export type WordForms = {
	/** Applied to folded text, before it is split into words. */
	contractions: Replacement[] | None;
	/** Applied to requests for a person: "somebody's" isn't somebody. */
	possessive: Replacement | None;
	/** For the English stemmer: one line a word, with its base form first. */
	irregular: string[] | None;
	/** Affixes that are removed from a word before it is indexed. */
	affixes: { prefix: RegExp; suffix: RegExp } | None;
	/** Particles that are written together with the word after them. */
	attached: RegExp | None;
};

export type Courtesy = "greeting" | "thanks" | "goodbye";

/** The fixed sentences of the AI. */
export type Phrases = {
	/** Each offers a person: nothing found, not sure, no model answered, no progress, or just the offer. */
	offers: { nothing: string; unsure: string; failed: string; stuck: string; person: string };
	/** Replies to a greeting, to thanks and to a goodbye. */
	courtesies: Record<Courtesy, string>;
	/** To "I have a question", "can you help me", "are you there": who answers, and what they would like to know. */
	goAhead: string;
	/** Introduces a quotation in another language than the question's. */
	foreignLead: string;
	/** To a visitor who sent only a file: the AI can't see it, and they may say what it is about or ask for a person. */
	fileAlone: string;
};

/** Mails to visitors. `{name}` stands for the workspace's name. */
export type MailWords = {
	/** The same for all mails of a conversation, so that programs show them as one thread. */
	subject: string;
	/** Above what the visitor wrote. */
	you: string;
	/** How to go on: where answers by e-mail are read, and where they aren't. */
	answer: string;
	noAnswer: string;
	/** The button. */
	open: string;
	/** Why they get the mail. */
	why: string;
	/** Above a transcript. */
	transcript: string;
	/** Before a file's name. */
	file: string;
};

export type SmallTalk = Record<Courtesy, Alternatives> & {
	/** Words that may be around a courtesy without making the message a question. */
	around: Words | None;
};

/** Yes to an offer. In a language without spaces, `yes` are alternatives of which one is the whole message. */
export type Consent = {
	yes: Words | Alternatives;
	/** Of these, words that mean yes only together with others; and among those, words that also mean it alone. */
	beside: Words | None;
	alone: Words | None;
};

/** "That didn't help": see answer/intent/complaint.ts. */
export type Complaints = {
	/** Patterns that are removed from the message one after another. In a language without spaces, each is global. */
	said: RegExp[];
	/** Words (in a language without spaces: alternatives) that may be left without asking anything. */
	filler: Words | Alternatives;
};

/** The wordings of follow-up questions. */
export type FollowUps = {
	/** At the beginning: "what about". */
	openings: Alternatives;
	/** Words that refer back: "this". */
	pointers: Alternatives | None;
	/** Short questions that are complete nevertheless. */
	whole: RegExp | None;
};

/** Topics that many teams call sensitive. */
export type TopicName = "legal" | "refunds" | "chargebacks" | "privacy" | "injuries" | "press";
export type Topic = {
	/** The team's name for the topic, matched against the name's folded words and folded text. */
	named: RegExp | None;
	/** What visitors write when they mean it. */
	said: Wordings | None;
};
export type Topics = Record<TopicName, Topic> & {
	/** Names of topics that also mean everyday things. Such a topic is recognised by `said` alone. */
	everyday: string[] | None;
};

/** A sentence that promises a person: see answer/guard/promises.ts. On lower-case text, accents kept. */
export type Promises = {
	/** Somebody of the team. */
	people: RegExp;
	/** The writer, or the company, passes the visitor or their question on, or fetches somebody: all must match. */
	passes: RegExp[];
	/** Somebody will get in touch with the visitor. */
	reaches: RegExp;
	/** A promise of either kind that names nobody. */
	alone: RegExp;
};

/** Words and phrases, separated by commas; "*" at the end of one stands for any ending. */
export type Entries = string | None;

/**
 * The words of each sense in a request for a person. An entry in two senses has the one that comes first in `letters`
 * (answer/intent/human-request/senses.ts). The classifier's weights were trained on these words: a change needs
 * `npm run train:person`.
 */
export type RequestWords = {
	/** Requests by themselves, unless they are about the past: "put me through", "live agent". */
	complete: Entries;
	/** Phrases that look like a request and aren't: "human hair", "phone number". */
	nothing: Entries;
	/** People whom these words alone ask for: a human, an agent, the manager. */
	role: Entries;
	/** Somebody. A request needs another word that says that they are to be reached. */
	somebody: Entries;
	/** Customer service: people or an address, depending on the other words. */
	office: Entries;
	/** "Call me back". */
	callMe: Entries;
	connect: Entries;
	talk: Entries;
	contact: Entries;
	machine: Entries;
	unwanted: Entries;
	enough: Entries;
	/** Verbs in the past: what was said or done before. */
	past: Entries;
	ago: Entries;
	wish: Entries;
	/** What people are asked to do: answer, look, take over. */
	help: Entries;
	there: Entries;
	me: Entries;
	mine: Entries;
	you: Entries;
	may: Entries;
	real: Entries;
	here: Entries;
	/** Words that may be around a request of a word or two: please, now, hello. */
	alone: Entries;
	not: Entries;
	/** Words with which a person isn't asked for: how many, another, I am. */
	other: Entries;
	for: Entries;
	/** People outside the team: the courier, my bank, a neighbour. */
	outsider: Entries;
	/** Questions about facts: how much, when, the difference. */
	fact: Entries;
	/** What customers write about: an order, a bag. */
	thing: Entries;
	/** Languages, as in "somebody who speaks English". */
	tongue: Entries;
	/** The matter is settled: solved, never mind. */
	settled: Entries;
	/** Words that are left out of the reading. */
	filler: Entries;
};

/** The units that languages have words for. Signs such as "kg" mean the same in every language (answer/guard/units.ts). */
export type UnitWord =
	| "second"
	| "minute"
	| "hour"
	| "day"
	| "week"
	| "month"
	| "year"
	| "percent"
	| "euro"
	| "dollar"
	| "pound"
	| "franc"
	| "yen"
	| "yuan"
	| "zloty"
	| "lira"
	| "real"
	| "krona"
	| "rouble"
	| "rupee"
	| "shekel"
	| "won"
	| "cent"
	| "inch"
	| "foot"
	| "millimetre"
	| "centimetre"
	| "metre"
	| "kilometre"
	| "gram"
	| "kilogram"
	| "millilitre"
	| "litre";

/** How quantities are written out, for comparing them by value: see answer/guard/quantities.ts. On text with its accents. */
export type Measures = {
	/** The words of a number before a unit, by the number: "two", "zwei" in "zweiwöchig". Signs of a script aren't words. */
	numbers: Record<number, Alternatives> | None;
	/** The words of a unit after a number, with those that are joined to it ("30-day", "30-tägig"). */
	units: Partial<Record<UnitWord, Alternatives>>;
	/** Words that are a number and its unit: "fortnight". */
	amounts: [Alternatives, number, UnitWord][] | None;
	/** What is joined to the digits of an ordinal: "th". */
	ordinals: Alternatives | None;
	/** "Per cent" where it stands before the number. */
	percentBefore: Alternatives | None;
	/** Between two numbers of which the second one's unit is the first one's too: "to", "or". */
	range: Alternatives;
	/** Beside the hour of a day: "o'clock", "in the morning", "in the afternoon". */
	clock: { hour: Alternatives | None; morning: Alternatives; afternoon: Alternatives };
	/** What visitors call by its amount or number and is theirs: an order, a purchase. */
	order: Alternatives;
};

/**
 * What a question asks for, by its words, and the words with which a text says yes or no. On folded text (fold.ts). Several may
 * match: "how long can I" asks for a duration and for a permission.
 */
export type Asks = Record<
	"duration" | "time" | "price" | "place" | "permission" | "definition" | "list" | "way" | "yes",
	Alternatives
>;

/**
 * What people write around a question: see answer/intent/asking.ts. On folded text (fold.ts), each at the beginning of a
 * sentence or clause.
 */
export type Envelope = {
	/** Greetings with those whom they greet, but not by name: "dear team". */
	greetings: Alternatives;
	/** Who writes, and about which order: "my name is", "order number". */
	introductions: Alternatives;
	/** What leads to a question: "could you tell me", "a quick question". */
	leads: Alternatives;
	/** Thanks, wishes and haste: "thanks in advance", "I hope you are well", "asap". */
	courtesies: Alternatives;
	/** "Sorry": what it is for may follow, or what the visitor wants. */
	apologies: Alternatives;
	/** What ends a letter; a signature follows. */
	closings: Alternatives;
	/** What a device or program adds: "sent from". */
	sentFrom: Alternatives;
	/** Whole messages that announce a question, or ask for help or who is there: "I have a question". */
	openers: Alternatives;
	/** The first words of a question, which tell it without a question mark and after other words: "how long", "can I". */
	starts: Alternatives | None;
	/** First words of what visitors tell of themselves before they ask: "I", "my", "yesterday". */
	selves: Alternatives | None;
	/** Says that no person is wanted, anywhere in a message: "no human", "I don't want to talk to an agent". */
	declines: Alternatives;
};

/** Words in the heads of a table's columns, by what stands below them. */
export type ColumnWords = {
	question: Alternatives;
	answer: Alternatives;
	/** What heads a text, in the exports of help desks and sites. */
	title: Alternatives;
	text: Alternatives;
	/** What is said about a text: numbers, dates, authors, addresses. */
	particulars: Alternatives;
	/** Of the particulars, those that tell a draft. */
	status: Alternatives;
};

export type Pack = {
	/** The language's name in English, for copilot's prompt. */
	name: string;
	writing: Writing;
	search: SearchWords;
	forms: WordForms | None;
	mail: MailWords;
	phrases: Phrases;
	smallTalk: SmallTalk;
	/** Greetings that a name may follow ("Hi Anna,"): both are removed from a question that others will read. */
	greetings: Alternatives | None;
	consent: Consent;
	complaints: Complaints;
	/** Wordings of anger at the team, the service or the AI; not every strong word. */
	anger: Wordings | None;
	followUps: FollowUps;
	topics: Topics;
	promises: Promises;
	requests: RequestWords;
	measures: Measures;
	asks: Asks;
	columns: ColumnWords;
	around: Envelope;
};
