/**
 * A language pack: everything that the server knows of one language, as data. Every pack names every part; a part that a
 * language has not is `none("why")`, which `npm run languages` lists. Search words alone are never missing: without them
 * every question would be looked up by its "the" and "what". A pack decides nothing. What is done with a part is up to
 * the mechanism that reads it from packs.ts, and that mechanism holds no word of any language.
 */

/** A part that a language has not, and why. */
export type None = { readonly none: string };
export const none = (why: string): None => ({ none: why });
export const isNone = (part: unknown): part is None => typeof part === "object" && part !== null && "none" in part;

/** Alternatives of a regular expression, joined by "|". The mechanism adds what must stand around them. */
export type Alternatives = string;

/** Words with blanks between them, as people write them: the mechanism folds them as it folds a message (fold.ts). */
export type Words = string;

export type Replacement = [pattern: RegExp, instead: string];

/** Patterns, and what they are matched against: the folded words of a message with one blank between them, or its folded text. */
export type Wordings = { on: "words" | "text"; patterns: RegExp[] };
export const inWords = (...patterns: RegExp[]): Wordings => ({ on: "words", patterns });
export const inText = (...patterns: RegExp[]): Wordings => ({ on: "text", patterns });

/** One of `source` as a whole word; as the beginning of a word. Unlike `\b`, these know the letters of every script. */
export const wholeWord = (source: Alternatives): RegExp =>
	new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, "u");
export const wordStart = (source: Alternatives): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})`, "u");

export type Writing = {
	direction: "ltr" | "rtl";
	/** Unicode's names of the scripts that tell this language from languages of other scripts. */
	scripts: string[];
	/** Scripts that it also uses and that are another language's first: Chinese characters in Japanese. */
	borrows: string[] | None;
	/** Whether words have spaces between them, have spaces and are also joined ("Kundenberater"), or have none. */
	words: "spaced" | "compounding" | "unspaced";
	/** Letters that no other language here has: they settle the guess where few words do. */
	letters: RegExp | None;
};

/** Words, or in a language without spaces characters, that say nothing of what a text is about. Left out of queries. */
export type SearchWords = {
	stopWords: Words;
	questionWords: Words;
	/** Questions asked in such words only, and a word that asks the same: "how much is" asks for the cost. */
	rewordings: Replacement[] | None;
};

export type WordForms = {
	/** On folded text, before it is cut into words. */
	contractions: Replacement[] | None;
	/** In a wish for a person, "somebody's" is not somebody. */
	possessive: Replacement | None;
	/** For the English stemmer: a line a word, the form that stands for it first. */
	irregular: string[] | None;
	/** What comes off a word before it is indexed. */
	affixes: { prefix: RegExp; suffix: RegExp } | None;
	/** Particles that are written as one with the word after them. */
	attached: RegExp | None;
};

export type Courtesy = "greeting" | "thanks" | "goodbye";

/** The sentences the AI says in its own name. */
export type Phrases = {
	/** Each ends by offering a person: nothing found, not sure, no model answered, nothing more known, or just the offer. */
	offers: { nothing: string; unsure: string; failed: string; stuck: string; person: string };
	/** Replies to a greeting, to thanks and to a goodbye. */
	courtesies: Record<Courtesy, string>;
	/** Before a quotation that can't be translated. */
	foreignLead: string;
};

export type SmallTalk = Record<Courtesy, Alternatives> & {
	/** What may stand around a courtesy without making it a question. */
	around: Words | None;
};

/** Yes to an offer. In a language without spaces, `yes` are alternatives of which one is the whole message. */
export type Consent = {
	yes: Words | Alternatives;
	/** Of these, words that say yes only beside others, and words that say it only where they stand alone. */
	beside: Words | None;
	alone: Words | None;
};

/** "That didn't help": see answer/intent/complaint.ts. */
export type Complaints = {
	/** Taken out of the message one after the other. Without spaces between words, each is global. */
	said: RegExp[];
	/** What may be left without asking anything: words, or alternatives in a language without spaces. */
	filler: Words | Alternatives;
};

/** How a question leans on the one before. */
export type FollowUps = {
	/** At the beginning: "what about". */
	openings: Alternatives;
	/** Words that point back: "this". */
	pointers: Alternatives | None;
	/** Short questions that are whole nevertheless. */
	whole: RegExp | None;
};

/** Topics that many teams call sensitive. */
export type TopicName = "legal" | "refunds" | "chargebacks" | "privacy" | "injuries" | "press";
export type Topic = {
	/** The team's own name for it, matched against its folded words and its folded text. */
	named: RegExp | None;
	/** What visitors say when they mean it. */
	said: Wordings | None;
};
export type Topics = Record<TopicName, Topic> & {
	/** Names of topics that also mean everyday things: such a topic is recognised by `said` only. */
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
	/** Either of these without naming anybody. */
	alone: RegExp;
};

/** Entries with commas between them, a word or a phrase each; "*" at the end stands for any ending. */
export type Entries = string | None;

/**
 * What words do in a wish for a person. An entry in two senses has the one that stands first in `letters`
 * (answer/intent/human-request/senses.ts). The weights that judge a message were trained on these words: a change needs
 * `npm run train:person`.
 */
export type RequestWords = {
	/** A request by itself, unless it is told of the past: "put me through", "live agent". */
	complete: Entries;
	/** Known, and beside the point: "human hair", "phone number". */
	nothing: Entries;
	/** Whom one asks for by these words alone: a human, an agent, the manager. */
	role: Entries;
	/** Somebody, where another word says that they are to be reached. */
	somebody: Entries;
	/** Customer service: people or an address, by what is wanted of it. */
	office: Entries;
	/** "Call me back". */
	callMe: Entries;
	connect: Entries;
	talk: Entries;
	contact: Entries;
	machine: Entries;
	unwanted: Entries;
	enough: Entries;
	/** What was said or done before now. */
	past: Entries;
	ago: Entries;
	wish: Entries;
	/** What people do and machines are not wanted to: answer, look, take over. */
	help: Entries;
	there: Entries;
	me: Entries;
	mine: Entries;
	you: Entries;
	may: Entries;
	real: Entries;
	here: Entries;
	/** What may stand around a request that is a word or two: please, now, hello. */
	alone: Entries;
	not: Entries;
	/** Makes a person one who isn't asked for: how many, another, I am. */
	other: Entries;
	for: Entries;
	/** People who are somebody else's: the courier, my bank, a neighbour. */
	outsider: Entries;
	/** What is asked of things: how much, when, the difference. */
	fact: Entries;
	/** What customers write about: an order, a bag. */
	thing: Entries;
	/** "Somebody who speaks English". */
	tongue: Entries;
	/** Nothing more is wanted: solved, never mind. */
	settled: Entries;
	/** Left out, so that neighbours in meaning are neighbours in the reading. */
	filler: Entries;
};

export type Pack = {
	/** In English, as copilot names it to a model. */
	name: string;
	writing: Writing;
	search: SearchWords;
	forms: WordForms | None;
	/** Function words by which a short text is guessed to be in this language. */
	guess: Words | None;
	phrases: Phrases;
	smallTalk: SmallTalk;
	/** Greetings that a name may follow ("Hi Anna,"): both are taken off a question that others will read. */
	greetings: Alternatives | None;
	consent: Consent;
	complaints: Complaints;
	/** Anger at the team, the service or the AI; not every strong word. */
	anger: Wordings | None;
	followUps: FollowUps;
	topics: Topics;
	promises: Promises;
	requests: RequestWords;
	/** After a number, what makes an offer of it: "percent". */
	amounts: Alternatives | None;
	/** How tables of questions head their columns. */
	columns: { question: Alternatives; answer: Alternatives } | None;
};
