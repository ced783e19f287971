/**
 * The two encodings of DOS that spreadsheets still write ("CSV (MS-DOS)") and that no TextDecoder knows: code pages 850
 * (Western Europe) and 852 (Central Europe), by the letters of their upper half.
 * https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/PC/
 */
const upperHalves: Record<string, string> = {
	ibm850:
		"ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0",
	ibm852:
		"ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00ad˝˛ˇ˘§÷¸°¨˙űŘř■\u00a0",
};

/** Null for any other encoding. */
export function decodeDos(bytes: Uint8Array, encoding: string): string | null {
	const upper = upperHalves[encoding];
	if (upper === undefined) return null;
	const parts: string[] = [];
	for (let from = 0; from < bytes.length; from += 8_192)
		parts.push(
			Array.from(bytes.subarray(from, from + 8_192), (byte) =>
				byte < 0x80 ? String.fromCharCode(byte) : (upper[byte - 0x80] ?? ""),
			).join(""),
		);
	return parts.join("");
}
