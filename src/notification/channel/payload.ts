/** What is posted to a channel, in each product's own format. What visitors write is text there: it mentions and links nobody. Pure. */
import type { ChannelKind } from "../../protocol/notification/channel.ts";

export type Post = { title: string; body: string; link: string | null };

/** https://docs.slack.dev/messaging/formatting-message-text: these three are all of Slack's control characters. */
const slackText = (text: string): string =>
	text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The most characters of each format's text: Discord's is the shortest with 2,000. */
const MAX_TEXT = 1_500;

export function payloadOf(kind: ChannelKind, { title, body: whole, link }: Post): object {
	const body = whole.slice(0, MAX_TEXT);
	switch (kind) {
		case "slack": {
			const lines = [slackText(title), slackText(body), link === null ? "" : `<${link}|Open it>`];
			return { text: lines.filter(Boolean).join("\n"), unfurl_links: false, unfurl_media: false };
		}
		case "discord":
			return {
				content: [title, body, link === null ? "" : `<${link}>`].filter(Boolean).join("\n"),
				allowed_mentions: { parse: [] },
				// SUPPRESS_EMBEDS
				flags: 4,
			};
		case "teams":
			return {
				type: "message",
				attachments: [
					{
						contentType: "application/vnd.microsoft.card.adaptive",
						content: {
							$schema: "http://adaptivecards.io/schemas/adaptive-card.json",
							type: "AdaptiveCard",
							version: "1.2",
							body: [
								{ type: "RichTextBlock", inlines: [{ type: "TextRun", text: title, weight: "Bolder" }] },
								...(body === "" ? [] : [{ type: "RichTextBlock", inlines: [{ type: "TextRun", text: body }] }]),
							],
							...(link !== null && { actions: [{ type: "Action.OpenUrl", title: "Open it", url: link }] }),
						},
					},
				],
			};
		default:
			return kind satisfies never;
	}
}
