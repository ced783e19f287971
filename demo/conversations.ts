/**
 * Two weeks at Fjord Bags: the conversations that the local demo begins with. Answers are the articles' own words. `hoursAgo` is
 * when the first message came; each line says how many minutes later it came, where that isn't usual for its kind.
 */
import type { HandoffReason } from "../src/protocol/conversation/entry.ts";

type Who = "ines" | "marco";
export type Line = { after: number } & (
	| { do: "ask"; text: string }
	| { do: "answer"; text: string; confidence: number; article: string }
	| { do: "offer"; text: string; confidence: number; reason: HandoffReason }
	| { do: "rate"; rating: "up" | "down" }
	| { do: "hand_off"; reason: HandoffReason }
	| { do: "leave_email"; email: string }
	| { do: "reply" | "note"; who: Who; text: string }
	| { do: "close"; who: Who }
);
export type Story = {
	hoursAgo: number;
	/** Whom the shop's page says it is; absent: a stranger. */
	from?: { name: string; email: string };
	place: string;
	language: string;
	page: string;
	/** What the team has put on it. */
	tags?: TagName[];
	lines: Line[];
};

/** The team's tags, with the colours that they have in the list. */
export const tagColours = {
	Warranty: "orange",
	Refund: "red",
	Delivery: "blue",
	Business: "purple",
	Stock: "green",
} as const;
export type TagName = keyof typeof tagColours;

const ask = (text: string, after = 1.4): Line => ({ do: "ask", text, after });
const answer = (article: string, confidence: number, text: string): Line => ({
	do: "answer",
	text,
	confidence,
	article,
	after: 0.04,
});
const offer = (confidence: number, text = NOT_SURE, reason: HandoffReason = "low_confidence"): Line => ({
	do: "offer",
	text,
	confidence,
	reason,
	after: 0.04,
});
const handOff = (reason: HandoffReason, after = 0.3): Line => ({ do: "hand_off", reason, after });
const up: Line = { do: "rate", rating: "up", after: 0.5 };
const down: Line = { do: "rate", rating: "down", after: 0.5 };
const email = (address: string): Line => ({ do: "leave_email", email: address, after: 0.6 });
const reply = (who: Who, text: string, after = 3.2): Line => ({ do: "reply", who, text, after });
const note = (who: Who, text: string, after = 0.8): Line => ({ do: "note", who, text, after });
const close = (who: Who, after = 2): Line => ({ do: "close", who, after });

const NOT_SURE = "I'm not sure enough to answer that. Would you like to talk to a person, or ask something else?";

const person = (name: string) => ({
	name,
	email: `${name
		.normalize("NFD")
		.replace(/\p{M}/gu, "")
		.toLowerCase()
		.replace(/[^a-z]+/g, ".")}@customer.example`,
});

const RETURNS = "Returns and refunds";
const SHIPPING = "Shipping times and costs";
const TRACKING = "Tracking your parcel";
const WARRANTY = "Warranty and repairs";
const EXCHANGES = "Exchanging for another colour or size";
const CARE = "Care and cleaning";
const SIZES = "Bag sizes and cabin luggage";
const CANCELLING = "Changing or cancelling an order";
const CODES = "Discount codes and the newsletter";
const TWICE = "Charged twice, or a payment you don't recognise";
const CARDS = "Gift cards";
const INVOICES = "Invoices and VAT";
const MATERIALS = "Materials and where our bags are made";
const ACCOUNT = "Your account and your data";
const COUNTRIES = "Countries and islands we ship to";

const THIRTY_DAYS =
	"You have 30 days to send something back, counted from the day the parcel is delivered. The bag must be unused, with its tags on.";
const PACKED =
	"You can cancel an order until it is packed, usually within 2 hours of placing it. Open **Account › Orders** and press **Cancel order**.";
const RESERVED =
	"If you see the same amount twice on your card, one of the two is almost always a reservation. The reservation disappears by itself after 3–7 working days, depending on your bank.";
const BY_HAND =
	"Don't put a bag in the washing machine: the coating that keeps water out would come off. Clean it by hand with lukewarm water, a soft brush and a little mild soap.";
const EXCHANGE =
	"You can exchange a bag for another colour or another size of the same model within 30 days of delivery, as long as it is unused and has its tags on.";
const CODE =
	"Enter the code under **Discount code** on the second page of the checkout, before you pay. We can't add a code after the order is placed.";

export const stories: Story[] = [
	{
		hoursAgo: 334,
		from: person("Anna Lindqvist"),
		place: "Gothenburg, Sweden",
		language: "sv",
		page: "/bags/weekender",
		lines: [
			ask("Hi, how long do I have to send the Weekender back?"),
			answer(RETURNS, 0.93, THIRTY_DAYS),
			up,
			ask("Great, thank you"),
			close("marco", 40),
		],
	},
	{
		hoursAgo: 330,
		place: "Hamburg, Germany",
		language: "de",
		page: "/",
		tags: ["Warranty"],
		lines: [
			ask("My bag has a broken zip after two months. It's order FB10423."),
			answer(
				WARRANTY,
				0.71,
				"Every bag has a five-year warranty, counted from the day you bought it. It covers seams, zips, buckles, straps and handles that fail in normal use.",
			),
			ask("So what do I do now"),
			offer(0.38),
			handOff("low_confidence"),
			email("jonas.weber@customer.example"),
			reply(
				"ines",
				"Hi Jonas, sorry about the zip. I've made a repair label for FB10423: it's in your inbox in a minute.",
			),
			ask("Got it. How long will it take?"),
			reply("ines", "10 to 15 working days with the way back. We'll write to you when it leaves again."),
			ask("Perfect"),
			close("ines"),
		],
	},
	{
		hoursAgo: 318,
		place: "Lyon, France",
		language: "fr",
		page: "/bags/day-backpack",
		lines: [
			ask("Does the Day backpack fit under the seat on an easyJet flight?"),
			offer(0.31),
			{ do: "ask", text: "Never mind, I'll measure it", after: 2 },
			close("marco", 15),
		],
	},
	{
		hoursAgo: 311,
		from: person("Marek Nowak"),
		place: "Kraków, Poland",
		language: "pl",
		page: "/account/orders",
		lines: [ask("Can I still cancel? I ordered ten minutes ago"), answer(CANCELLING, 0.9, PACKED), up],
	},
	{
		hoursAgo: 295,
		place: "Oslo, Norway",
		language: "nb",
		page: "/checkout",
		lines: [
			ask("The code AUTUMN10 doesn't work"),
			answer(
				CODES,
				0.82,
				"It has expired: most codes are good for 30 days. It was used already: a code works once a customer. The order is under the minimum of €50. There are sale items in the basket.",
			),
			down,
			ask("It isn't expired and there is no sale item in my basket"),
			handOff("frustrated"),
			reply(
				"marco",
				"Hi, Marco here. The code needs €50 in the basket, and yours has €48. I've added a two-euro credit.",
			),
			ask("Ah. Thank you"),
			close("marco"),
		],
	},
	{
		hoursAgo: 289,
		from: person("Chiara Rossi"),
		place: "Bologna, Italy",
		language: "it",
		page: "/bags/mini-backpack",
		lines: [ask("Can I wash the Mini backpack in the machine?"), answer(CARE, 0.95, BY_HAND), up],
	},
	{
		hoursAgo: 271,
		place: "Austin, United States",
		language: "en",
		page: "/shipping",
		lines: [
			ask("How much is shipping to Texas?"),
			answer(SHIPPING, 0.88, "United States and Canada: standard €14.90, express €32.00."),
			ask("And how long?"),
			answer(
				SHIPPING,
				0.79,
				"United States and Canada: 7–10 working days. These times start when the parcel leaves the warehouse, not when you place the order.",
			),
		],
	},
	{
		hoursAgo: 264,
		from: person("Sophie Martin"),
		place: "Nantes, France",
		language: "fr",
		page: "/account/orders",
		tags: ["Refund"],
		lines: [
			ask("I want to talk to a human please"),
			handOff("asked_for_person", 0.05),
			reply("ines", "Hi Sophie, you have one. What can I do?"),
			ask("I sent a bag back on the 3rd and still have no refund. Order FB10277"),
			note("ines", "Courier scanned it on the 6th in Bergen. Warehouse hasn't booked it in."),
			reply(
				"ines",
				"It arrived on the 6th. I've booked it in and the refund leaves today; your bank may take some days.",
			),
			ask("Thank you so much"),
			close("ines"),
		],
	},
	{
		hoursAgo: 250,
		place: "Ghent, Belgium",
		language: "nl",
		page: "/bags/weekender",
		lines: [
			ask("Do you have a shop in Ghent?"),
			offer(0.22, NOT_SURE, "nothing_found"),
			handOff("nothing_found"),
			reply(
				"marco",
				"Hi, we only sell online. You can send a bag back for free within 30 days if it isn't the right one.",
			),
			ask("Nice, I'll try one"),
			close("marco"),
		],
	},
	{
		hoursAgo: 243,
		from: person("Tom Baker"),
		place: "Leeds, United Kingdom",
		language: "en",
		page: "/account/orders",
		lines: [ask("I was charged twice for one order"), answer(TWICE, 0.91, RESERVED), up],
	},
	{
		hoursAgo: 226,
		place: "Ponta Delgada, Portugal",
		language: "pt",
		page: "/shipping",
		lines: [
			ask("Do you ship to the Azores?"),
			answer(
				COUNTRIES,
				0.96,
				"Yes, we ship to the Azores, Madeira and the Canary Islands. How long it takes: 8–12 working days, because the last part of the way goes by sea freight. Shipping to these islands costs €14.90, and express delivery is not available.",
			),
			up,
		],
	},
	{
		hoursAgo: 219,
		from: person("Lena Fischer"),
		place: "Vienna, Austria",
		language: "de",
		page: "/business",
		tags: ["Business"],
		lines: [
			ask("We need 14 backpacks for our team, with an invoice to the company."),
			answer(INVOICES, 0.77, "Companies that order ten bags or more can pay by invoice within 30 days."),
			ask("Can we have our logo on them?"),
			offer(0.19, NOT_SURE, "nothing_found"),
			handOff("nothing_found"),
			note("marco", "Ask Ines: we did this once for the ski school."),
			reply("ines", "Hi Lena, from twelve bags on we can sew a label in. I'll send you an offer today.", 22),
			ask("Wonderful"),
			close("ines"),
		],
	},
	{
		hoursAgo: 203,
		place: "Madrid, Spain",
		language: "es",
		page: "/bags/day-backpack",
		lines: [
			ask("Are the bags vegan?"),
			answer(
				MATERIALS,
				0.84,
				"All models except the Weekender and the Trunk duffel also come in a vegan version, with cork in place of leather.",
			),
		],
	},
	{
		hoursAgo: 196,
		from: person("Ida Hansen"),
		place: "Aarhus, Denmark",
		language: "da",
		page: "/account/orders",
		tags: ["Delivery"],
		lines: [
			ask("Where is my parcel? FB10391"),
			answer(
				TRACKING,
				0.8,
				'When your order leaves our warehouse you get an e-mail with the subject "Your bag is on its way". The tracking link is in that e-mail.',
			),
			down,
			ask("The link says it was delivered, but it wasn't!"),
			handOff("frustrated"),
			reply(
				"marco",
				"Hi Ida, that's annoying. The courier left it at the parcel shop in Vestergade 12; they didn't tell you.",
				6,
			),
			ask("Found it, thanks"),
			close("marco"),
		],
	},
	{
		hoursAgo: 180,
		place: "Zürich, Switzerland",
		language: "de",
		page: "/gift-cards",
		lines: [
			ask("How long is a gift card valid?"),
			answer(CARDS, 0.94, "A gift card is valid for three years from the day it was bought."),
			up,
		],
	},
	{
		hoursAgo: 173,
		from: person("Piotr Zieliński"),
		place: "Gdańsk, Poland",
		language: "pl",
		page: "/bags/travel-backpack",
		lines: [
			ask("I'd like the Day backpack in green instead of black"),
			answer(EXCHANGES, 0.87, EXCHANGE),
			ask("Is the label free?"),
			answer(
				EXCHANGES,
				0.85,
				"Send the first bag back with the label you get by e-mail. The label is free in all countries.",
			),
			up,
		],
	},
	{
		hoursAgo: 158,
		place: "Dublin, Ireland",
		language: "en",
		page: "/checkout",
		lines: [ask("where do I put my discount code"), answer(CODES, 0.92, CODE)],
	},
	{
		hoursAgo: 151,
		from: person("Eva Novotná"),
		place: "Brno, Czechia",
		language: "cs",
		page: "/account",
		lines: [
			ask("Please delete my account and everything you have about me"),
			handOff("sensitive", 0.05),
			reply(
				"ines",
				"Hi Eva, I've started it. You'll get one last e-mail when everything is deleted, within a week.",
				12,
			),
			ask("Thank you"),
			close("ines"),
		],
	},
	{
		hoursAgo: 146,
		place: "Turin, Italy",
		language: "it",
		page: "/bags/travel-backpack",
		lines: [
			ask("Is the Travel backpack allowed as hand luggage?"),
			answer(
				SIZES,
				0.83,
				"The Travel backpack and the Weekender fit the carry-on (cabin luggage) limit of 55 × 40 × 23 cm that most airlines have; the Weekender has to be packed a little less than full.",
			),
			up,
		],
	},
	{
		hoursAgo: 127,
		from: person("Oliver Grant"),
		place: "Bristol, United Kingdom",
		language: "en",
		page: "/bags/trunk-duffel",
		tags: ["Warranty"],
		lines: [
			ask("The strap of my Trunk came off at the airport and my things fell out. I'm really angry."),
			handOff("frustrated", 0.05),
			reply("marco", "Hi Oliver, I'm sorry, that must not happen. I'd like to replace the bag today: same colour?", 4),
			ask("Yes, black please"),
			reply("marco", "It leaves this afternoon, express. Keep the old one until the new one is there."),
			ask("That's very fair. Thanks Marco."),
			note("marco", "Third strap of batch 7. Told the factory in Kaunas."),
			close("marco"),
		],
	},
	{
		hoursAgo: 121,
		place: "Reykjavík, Iceland",
		language: "is",
		page: "/shipping",
		lines: [ask("Is shipping to Iceland free over 120 euros?"), offer(0.46)],
	},
	{
		hoursAgo: 109,
		from: person("Nora Berg"),
		place: "Bergen, Norway",
		language: "nb",
		page: "/account/orders",
		tags: ["Delivery"],
		lines: [
			ask("Can I pick up my order at your office instead?"),
			offer(0.27, NOT_SURE, "nothing_found"),
			handOff("nothing_found"),
			reply("ines", "Hi Nora, yes: at our workshop, Skuteviken 12, on Thursday from 12 to 18. Bring the order number."),
			ask("See you on Thursday"),
			close("ines"),
		],
	},
	{
		hoursAgo: 101,
		place: "Valencia, Spain",
		language: "es",
		page: "/returns",
		lines: [
			ask("How do I return something?"),
			answer(RETURNS, 0.9, THIRTY_DAYS),
			ask("and who pays for it?"),
			answer(
				RETURNS,
				0.81,
				"Returns are free from Norway and from EU countries. From everywhere else a return costs €9.00, which we take off your refund.",
			),
			up,
		],
	},
	{
		hoursAgo: 97,
		from: person("Klaus Hoffmann"),
		place: "Munich, Germany",
		language: "de",
		page: "/account/orders",
		tags: ["Business"],
		lines: [
			ask("I need the invoice for FB10402 with our VAT number on it"),
			answer(
				INVOICES,
				0.74,
				"You find the invoice as a PDF in the e-mail that tells you that your order has left our warehouse. The VAT number can't be added later.",
			),
			down,
			handOff("asked_for_person"),
			reply(
				"ines",
				"Hi Klaus, I can correct the name for 14 days, but not add a number: that's the tax office's rule. For next time it's under “Buying for a business”.",
				18,
			),
			ask("Understood"),
			close("ines"),
		],
	},
	{
		hoursAgo: 84,
		place: "Rotterdam, Netherlands",
		language: "nl",
		page: "/bags/mini-backpack",
		lines: [
			ask("What is the Mini made of?"),
			answer(
				MATERIALS,
				0.89,
				"Our backpacks are made of recycled nylon, spun from old fishing nets, and organic cotton canvas from Turkey.",
			),
			up,
		],
	},
	{
		hoursAgo: 78,
		from: person("Julia Kowalska"),
		place: "Warsaw, Poland",
		language: "pl",
		page: "/account",
		lines: [
			ask("I forgot my password"),
			answer(
				ACCOUNT,
				0.97,
				"Press **Forgot password** on the sign-in page. We send you a link to set a new one, which works for one hour.",
			),
			up,
		],
	},
	{
		hoursAgo: 73,
		place: "Toronto, Canada",
		language: "en",
		page: "/bags/weekender",
		tags: ["Stock"],
		lines: [
			ask("When is the Weekender in sand back?"),
			answer(
				SHIPPING,
				0.58,
				"Most models come back in stock within 4–6 weeks. Press **Tell me when it's back** on the product's page and we send you one e-mail on the day it returns.",
			),
			ask("I'd like it for Christmas. Can I reserve one?"),
			offer(0.24),
			handOff("low_confidence"),
			email("maya.chen@customer.example"),
			reply("marco", "Hi Maya, twenty arrive on the 8th. I've put your name on one; you'll get a link to pay.", 9),
			ask("Amazing, thank you!"),
			close("marco"),
		],
	},
	{
		hoursAgo: 62,
		place: "Porto, Portugal",
		language: "pt",
		page: "/",
		lines: [
			ask("Are your bags really made in Porto?"),
			answer(
				MATERIALS,
				0.93,
				"All bags are sewn in two family-owned factories: one in Porto, Portugal, and one in Kaunas, Lithuania.",
			),
			up,
		],
	},
	{
		hoursAgo: 52,
		from: person("Emma Larsen"),
		place: "Trondheim, Norway",
		language: "nb",
		page: "/account/orders",
		tags: ["Delivery"],
		lines: [
			ask("I gave the wrong house number"),
			answer(
				CANCELLING,
				0.86,
				"Change the delivery address under **Account › Orders › Edit** until the order is packed.",
			),
			ask("It's packed already"),
			handOff("asked_for_person"),
			reply("marco", "Hi Emma, I've asked the courier to change it to number 14. They confirm by text message.", 5),
			ask("They just did. Thanks!"),
			close("marco"),
		],
	},
	{
		hoursAgo: 49,
		place: "Lisbon, Portugal",
		language: "pt",
		page: "/gift-cards",
		lines: [
			ask("Can I use two gift cards for one order?"),
			answer(CARDS, 0.95, "You can use up to three gift cards for one order."),
			up,
		],
	},
	{
		hoursAgo: 30,
		from: person("Hugo Lefèvre"),
		place: "Lille, France",
		language: "fr",
		page: "/bags/day-backpack",
		lines: [
			ask("How do I get an oil stain out of it?"),
			answer(
				CARE,
				0.88,
				"For oil or ink, dab the stain with cornflour or a cloth with rubbing alcohol, never rub. Try it first where nobody sees it.",
			),
		],
	},
	{
		hoursAgo: 27,
		place: "Antwerp, Belgium",
		language: "nl",
		page: "/returns",
		tags: ["Refund"],
		lines: [
			ask("I lost the tags, can I still return the bag?"),
			answer(RETURNS, 0.52, THIRTY_DAYS),
			ask("It's only the tags"),
			offer(0.35),
			handOff("low_confidence"),
			email("els.peeters@customer.example"),
			reply("ines", "Hi Els, if the bag is unused that's fine. Put a note with your order number in the parcel."),
			ask("Relieved. Thank you"),
			close("ines"),
		],
	},
	{
		hoursAgo: 25,
		from: person("Sara Lind"),
		place: "Uppsala, Sweden",
		language: "sv",
		page: "/account/orders",
		lines: [
			ask("I've been charged but have no confirmation"),
			answer(
				TWICE,
				0.66,
				"When a payment fails at the last step the bank has sometimes already reserved the money. The bank releases it within 7 working days.",
			),
		],
	},
	{
		hoursAgo: 22,
		place: "Graz, Austria",
		language: "de",
		page: "/business",
		tags: ["Business"],
		lines: [
			ask("Do you make bags for a climbing club, about 30 of them?"),
			offer(0.28, NOT_SURE, "nothing_found"),
			handOff("nothing_found"),
			email("vorstand@kletterclub.example"),
			reply("ines", "Hi, we do. Which model do you have in mind, and by when?", 30),
			ask("The Day backpack, by March", 50),
			note("ines", "Asked Porto for a date. They answer on Thursday."),
			reply("ines", "That works. I'll have the price for you on Thursday.", 4),
		],
	},
	{
		hoursAgo: 7,
		from: person("David O'Connor"),
		place: "Cork, Ireland",
		language: "en",
		page: "/bags/travel-backpack",
		lines: [
			ask("Does the Travel backpack fit a 16 inch laptop?"),
			answer(
				SIZES,
				0.9,
				"A 13-inch laptop fits in the Mini, a 15-inch laptop in the Day backpack, and a 16-inch laptop in the Travel backpack.",
			),
			up,
		],
	},
	{
		hoursAgo: 5,
		place: "Leipzig, Germany",
		language: "de",
		page: "/checkout",
		lines: [
			ask("Can I pay with Klarna?"),
			answer(
				"Payment methods",
				0.94,
				"In Norway, Sweden, Denmark, Finland, Germany, Austria and the Netherlands you can pay with Klarna: within 30 days by invoice, or in three monthly instalments without interest.",
			),
		],
	},
	{
		hoursAgo: 2.2,
		from: person("Katarzyna Wiśniewska"),
		place: "Poznań, Poland",
		language: "pl",
		page: "/account/orders",
		tags: ["Warranty"],
		lines: [
			ask("The buckle of my Day backpack is broken, FB10455"),
			answer(
				WARRANTY,
				0.73,
				"Every bag has a five-year warranty, counted from the day you bought it. It covers seams, zips, buckles, straps and handles that fail in normal use.",
			),
			ask("Who do I send it to?"),
			handOff("asked_for_person"),
			reply(
				"marco",
				"Hi Katarzyna, could you send me a picture of the buckle? If it's the snap, I can post you a new one.",
			),
			ask("I'll take one tonight, the bag is at home", 2),
		],
	},
	{
		hoursAgo: 0.8,
		from: person("Freya Nielsen"),
		place: "Odense, Denmark",
		language: "da",
		page: "/account/orders",
		tags: ["Delivery"],
		lines: [
			ask("I ordered the wrong size and it's packed already"),
			answer(EXCHANGES, 0.69, EXCHANGE),
			ask("Can't you just stop the parcel?"),
			offer(0.33),
			handOff("low_confidence"),
			reply("ines", "Hi Freya, I'm asking the warehouse now.", 2),
		],
	},
	{
		hoursAgo: 0.35,
		place: "Brussels, Belgium",
		language: "fr",
		page: "/returns",
		tags: ["Refund"],
		lines: [
			ask("My return arrived at your place last week and nothing has happened"),
			answer(
				RETURNS,
				0.6,
				"We check returned bags within 3 working days of their arrival and refund you at once, to the payment method you used.",
			),
			ask("It's been nine days. I want to speak to somebody"),
			handOff("asked_for_person"),
		],
	},
	{
		hoursAgo: 0.15,
		from: person("Aisha Rahman"),
		place: "London, United Kingdom",
		language: "en",
		page: "/bags/weekender",
		lines: [
			ask("Could you engrave initials on the leather tag?"),
			offer(0.21, NOT_SURE, "nothing_found"),
			handOff("nothing_found"),
		],
	},
];
