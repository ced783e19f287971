/**
 * Words that documents put around and inside their text, in the languages in which they were met: data for the readers of
 * pages and files, which know no words themselves. A language is added by adding its words here.
 */

/** Words beside a page's number; with them, two pages are enough to tell a running line. */
export const pageWord =
	/(?<!\p{L})(?:page|pages|pg|p|seite|seiten|s|von|of|de|di|van|na|z|av|sur|página|pág|pagina|pag|strona|str|side|sida|sivu|oldal|стр|страница|из|sayfa|第|页|頁|ページ|共|쪽|페이지)(?!\p{L})\.?/giu;

/** The beginning of a line that is about the page and not of its text: advertisements, sharing, credits. */
export const aboutPage =
	/^(?:advertisement|advertising|anzeige|werbung|publicidad|publicité|share (?:this|on|via)\b|follow us\b|sign up (?:for|to)\b|subscribe (?:to|now)\b|(?:see|read|watch) (?:also|more|next)\b|more (?:on|from|stories)\b|related\b|recommended\b|also on\b|you may also like|most (?:popular|read)|(?:image|photo)(?: credit| courtesy|graph)?\s*:|tags?\s*:|filed under\b|posted (?:in|by|on)\b|(?:last )?updated\s*:|click here to\b|skip (?:to|past)\b|story continues|continue reading|comments? ?\(?\d*\)?$|(?:copyright|©))/i;

/** Signs and short names of currencies, as they stand beside a price. */
export const currency =
	/[$€£¥₽₹₩₺₴₫฿₪]|\b(?:eur|usd|gbp|chf|sek|nok|dkk|pln|czk|huf|ron|cad|aud|euros?|dollars?|kr|zł|kč|ft)\b/i;

/** What is raised after a number to make it an ordinal ("1st", "2ème"), or after a name as a mark. */
export const ordinal = /^(?:st|nd|rd|th|er|ère|re|ème|e|es|o|a|os|as|º|ª|te|ter|tm|sm|®|©|™|℠|me|mme|lle|r|rs)\.?$/i;

/** Units that a raised figure is the power of, at the end of a text ("m" in "m²"). */
export const units = /(?:^|[^\p{L}])(?:[mckdμnh]?m|in|ft|yd|km|dm|mi|s|px)$/iu;

/** What a status says of a text that its authors haven't published, or don't any more. Folded. */
export const unpublished =
	/^(?:drafts?|unpublished|not published|private|internal|hidden|archived?|pending(?: review)?|in review|trash(?:ed)?|deleted|entwurf|unveroffentlicht|intern|archiviert|brouillon|non publie|prive|borrador|no publicado|privado|bozza|non pubblicat[oa]|rascunho|nao publicado|concept|niet gepubliceerd|szkic|nieopublikowan[eay]|taslak|草稿|未发布|未發布|下書き|非公開|مسودة|черновик)$/;

/** Heads of columns by which a table of titles and texts is customers' own words, as exports of tickets are. Folded words. */
export const ticketHead =
	/^(?:tickets?|conversations?|requesters?|customers?|assignees?|assigned|phone|kunden?|kundin|anfragender?|vorgang|clientes?|clients?|demandeur|solicitante|richiedente|klant|klient|zgloszenie|musteri|客户|顧客|العميل)$/;
