/**
 * Words that documents put around and inside their text, in the languages in which they were met: data for the readers of
 * pages and files, which know no words themselves. A language is added by adding its words here.
 */

/** Words beside a page's number; with them, two pages are enough to tell a running line. */
export const pageWord =
	/(?<!\p{L})(?:page|pages|pg|p|seite|seiten|s|von|of|de|di|van|na|z|av|sur|página|pág|pagina|pag|strona|str|side|sida|sivu|oldal|стр|страница|из|sayfa|第|页|頁|ページ|共|쪽|페이지)(?!\p{L})\.?/giu;

/** The beginning of a line that is about the page and not of its text: advertisements, sharing, credits. */
export const aboutPage =
	/^(?:advertisement|advertising|anzeige|werbung|publicidad|publicité|(?:read or )?share (?:this|on|via)\b|follow us\b|sign up (?:for|to)\b|subscribe (?:to|now)\b|(?:see|read|watch) (?:also|more|next)\b|more (?:on|from|stories)\b|related\b|recommended\b|also on\b|you may also like|most (?:popular|read)|(?:image|photo)(?: credit| courtesy|graph)?\s*:|tags?\s*:|filed under\b|posted (?:in|by|on)\b|(?:last )?updated\s*:|click here to\b|skip (?:to|past)\b|story continues|continue reading|comments? ?\(?\d*\)?$|(?:copyright|©)|suivez[- ]nous|folgen sie uns|folge uns|síguenos|seguici|volg ons|(?:à )?lire (?:aussi|également)|lesen sie (?:auch|mehr)|lies auch|auch interessant|mehr zum thema|lee (?:también|además)|le puede interesar|te puede interesar|leia (?:também|mais)|leggi anche|lees (?:ook|meer)|czytaj (?:też|także|również)|zobacz (?:też|także)|läs (?:mer|också)|читайте также|関連記事|あわせて読みたい|相关阅读|延伸阅读|اقرأ أيضا)/i;

/** A help centre's question about its own article, and what others answered. */
export const asksForFeedback =
	/^(?:(?:was|is|were) (?:this|that|the|our|these|it)? ?(?:(?:article|page|answer|info(?:rmation)?|content|section|guide|document(?:ation)?|post|topic|response|solution|tutorial)s? .{0,20})?(?:helpful|useful)\b.{0,30}\?|did (?:this|we|you|our) .{0,40}(?:help|helpful|answer|solve|looking for|useful)\b.{0,40}\?|(?:\d+ out of )?\d+ .{0,20}found this .{0,12}helpful|(?:war|ist|waren) (?:dies|das|der).{0,40}(?:hilfreich|nützlich).{0,20}\?|hat (?:dir|ihnen|das|dies).{0,50}geholfen\s?\?|\d+ von \d+ .{0,20}fanden .{0,30}hilfreich|(?:cet|cette|ce) .{0,30}(?:utile|aidé).{0,20}\?|avez-vous trouvé .{0,40}utile.{0,20}\?|utilisateurs? .{0,40}trouvé .{0,20}utile|¿.{0,50}(?:útil|ayudado|ayudó).{0,30}\?|(?:este|esta) .{0,20}foi útil.{0,20}\?|(?:questo|questa|ti è|è) .{0,40}utile.{0,20}\?|(?:was|heeft|vond) .{0,40}(?:nuttig|geholpen|behulpzaam).{0,20}\?|czy .{0,40}(?:pomocn|przydatn)\S{1,4}.{0,20}\?|(?:var|hjälpte) .{0,40}(?:hjälp|hjälpsam|användbar).{0,20}\?|bu .{0,30}(?:yararlı|faydalı|yardımcı).{0,20}\?|.{0,16}(?:役に立ち|参考になり)ましたか.{0,4}|\d+人中\d+人.{0,30}|.{0,16}(?:是否有帮助|有帮助吗|有幫助嗎|是否有用).{0,4}|هل .{0,40}(?:مفيد|ساعد).{0,20})$/iu;

/** Words around a date that say what happened then, or when on the day. */
export const dated =
	/(?<!\p{L})(?:(?:first |last |originally )?(?:published|updated|posted|modified|created|edited|added)|date|last|update|on|at|the|as of|veröffentlicht|aktualisiert|erstellt|geändert|zuletzt|am|um|den|der|stand|datum|publié|publiée|mis à jour|modifié|créé|le|à|publicado|publicada|actualizado|actualizada|atualizado|el|a las|las|de|del|em|às|pubblicato|pubblicata|aggiornato|aggiornata|il|alle|ore|del|gepubliceerd|bijgewerkt|op|om|opublikowano|aktualizacja|publicerad|uppdaterad|den|kl|опубликовано|обновлено|в|от|г|آخر تحديث|نشر|في|年|月|日|時|分|公開|更新|公開日|更新日|最終更新|发布|发布时间|更新时间|时间)(?!\p{L})/giu;

/** The beginning of a line that names who wrote the text. */
export const byAuthor =
	/^(?:(?:written |posted |published )?by|von|par|por|di|da|door|av|af|door|автор|作者|文|記者)(?:\s*[:：]\s*|\s+)(?=[\p{Lu}\p{Lo}])/iu;

/** A line that tells who its author is or how to follow them. */
export const aboutAuthor =
	/^(?:follow\s+(?:\S+\s+){1,6}on\s+(?:twitter|facebook|instagram|linkedin|x)\b|.{3,60}\s(?:contributed to this (?:report|article|story)|is (?:an?|the) .{0,60}(?:reporter|writer|editor|columnist|correspondent|journalist|contributor|blogger|author|freelancer)\b|ist .{0,60}(?:redakteur|journalist|korrespondent|autor|reporter)|est .{0,40}(?:journaliste|rédacteur|rédactrice)|(?:can be reached|reach (?:him|her|them)) (?:at|by|on)\b))/iu;

/** The whole text of a control that stands among an article's paragraphs. */
export const controlWord =
	/^[\s•·|/–—-]*(?:print|e-?mail|tweet|share|shares|facebook|twitter|whatsapp|linkedin|pinterest|reddit|flipboard|telegram|pocket|copy (?:the )?link|save|pin(?: it)?|reply|like|reset|text size|play video|watch video|play|comments?|leave a (?:comment|reply)|add (?:your )?comment|view comments|advertisement|story highlights|read more|show more|more|loading\.*|please wait\.*|try again|drucken|teilen|merken|kommentare?|kommentieren|weiterlesen|mehr lesen|anzeige|imprimer|partager|commenter|lire la suite|commentaires|imprimir|compartir|comentar|comentarios|leer más|compartilhar|stampa|condividi|commenti|delen|afdrukken|reageer|udostępnij|drukuj|シェア|ツイート|分享|打印|评论|مشاركة|طباعة)[\s:•·|/–—-]*$/iu;

/** The whole text of a link that does something with the page. */
export const pageTool =
	/^[\s↑←]*(?:(?:back|return) to (?:the )?top|(?:skip|jump) to (?:main |the )?(?:content|navigation)|(?:edit|improve|view|open)(?: (?:this|the))?(?: (?:page|article|documentation|docs?|source|file))(?:(?: source)? (?:on|in|at) \w{3,12})?|edit (?:on|in) \w{3,12}|suggest (?:an? )?edits?|(?:report|open|file) an? (?:issue|problem|bug)(?: (?:with|on) this page)?|log in to comment|print(?:er)?[- ]?friendly(?: page| version)?|print(?: this page)?|nach oben|seite drucken|zum inhalt springen|haut de page|imprimer(?: la page)?|volver arriba|torna su|ページの先頭へ|返回顶部)[\s↑→]*$/iu;

/** A line that names the source of a picture. */
export const credit =
	/^[([]?\s*(?:(?:photo|photograph|image|picture|illustration|graphic|video|credits?|source|foto|bild|grafik|quelle|crédits?(?: photo)?|fuente|imagen|immagine)s?\s*(?:by|credit|courtesy|von|par|de)?\s*[:/©]|(?:photo|photograph|illustration|image)s? (?:by|courtesy)\b|courtesy (?:of )?\p{Lu})|(?:^|[\s/(])(?:getty images|afp|reuters|shutterstock|istock(?:photo)?|dpa|ap photo|picture alliance|unsplash)\)?\.?\s*$/iu;

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
