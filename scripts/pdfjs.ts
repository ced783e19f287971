/**
 * The PDF reader with bounds: pdf.js as unpdf bundles it for Workers, with a few places of its code changed. It has no
 * setting for how much a stream may decode to or how long a page may take, and none of its classes can be reached from
 * outside. The version is pinned, and a place that isn't found exactly once stops the build.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import {
	BOUND,
	COST,
	MARKS,
	MAX_ALL_OPERATORS,
	MAX_AT_ONCE,
	MAX_CODE,
	MAX_FONT_BYTES,
	MAX_MAPPED,
	MAX_OPERATORS,
	MAX_STREAM_BYTES,
	PAUSE_AT,
} from "../src/knowledge/source/pdf/bounds.ts";

/** Where wrangler.toml's alias of "unpdf/pdfjs" points. */
const OUT = "dist/pdfjs.mjs";

const stop = (what: string) => `throw Error("${BOUND}: ${what}")`;

/** Work since the thread was last let go. Whoever computes on says how much; whoever else the thread serves comes at a pause. */
const meter = `let parleyWork=0,parleyAll=0;const parleySpend=e=>{parleyAll+=e;if((parleyWork+=e)>${MAX_AT_ONCE})${stop("work")}},parleyPause=()=>new Promise(e=>setTimeout(e,0)).then(()=>{parleyWork=0});`;

const changes: [what: string, from: string, to: string][] = [
	["the start", "function polyfillDOMMatrix(){", `${meter}function polyfillDOMMatrix(){`],
	[
		"messages between the reader's two halves, which are pauses",
		"this.#t.then(()=>{for(let[e]of this.#e)e.call(this,n)})",
		"parleyPause().then(()=>{for(let[e]of this.#e)e.call(this,n)})",
	],
	[
		"a stream that is decoded as it is read",
		"ensureBuffer(e){let t=this.buffer;if(e<=t.byteLength)return t;let n=this.minBufferLength;for(;n<e;)n*=2;",
		`ensureBuffer(e){let t=this.buffer;if(e<=t.byteLength)return t;if(e>${MAX_STREAM_BYTES})${stop("stream")};let n=Math.min(this.minBufferLength,${MAX_STREAM_BYTES});for(;n<e;)n*=2;parleySpend((n-t.byteLength)/2);`,
	],
	[
		"a stream that the platform decodes",
		"for await(let e of n)a.push(e),o+=e.byteLength;let s=new Uint8Array(o)",
		`for await(let e of n)if(a.push(e),(o+=e.byteLength)>${MAX_STREAM_BYTES})${stop("stream")};let s=new Uint8Array(o)`,
	],
	[
		"a character",
		"nextChar(){return this.currentChar=this.stream.getByte()}peekChar()",
		"nextChar(){parleySpend(1);return this.currentChar=this.stream.getByte()}peekChar()",
	],
	[
		"a string",
		"getString(){let e=1,t=!1,n=this.strBuf;n.length=0;let r=this.nextChar();for(;;){",
		`getString(){let e=1,t=!1,n=this.strBuf;n.length=0;let r=this.nextChar();for(;;){parleySpend(${COST.stringCharacter});`,
	],
	[
		"a name",
		"for(n.length=0;(e=this.nextChar())>=0&&!rt[e];)",
		`for(n.length=0;(parleySpend(${COST.stringCharacter}),e=this.nextChar())>=0&&!rt[e];)`,
	],
	[
		"a string in hexadecimal",
		"for(this._hexStringNumWarn=0;;)if(t<0)",
		`for(this._hexStringNumWarn=0;;parleySpend(${COST.stringCharacter}))if(t<0)`,
	],
	["a token", "shift(){this.buf2 instanceof ae&&", `shift(){parleySpend(${COST.token});this.buf2 instanceof ae&&`],
	[
		"a line of a file that has no table of its objects",
		"function readToken(e,t){let n=``,r=e[t];for(;r!==10&&r!==13&&r!==60&&!(++t>=e.length);)",
		`function readToken(e,t){parleySpend(${COST.line});let n=\`\`,r=e[t];for(;r!==10&&r!==13&&r!==60&&n.length<200&&!(++t>=e.length);)`,
	],
	[
		"an object of such a file",
		"let g=s.subarray(u,u+i),_=skipUntil(g,0,a)",
		"parleySpend(i/10);let g=s.subarray(u,u+i),_=skipUntil(g,0,a)",
	],
	[
		"why a file can't be opened",
		"InvalidPDFException$1=class extends k{constructor(e){super(e,`InvalidPDFException`)}}",
		`InvalidPDFException$1=class extends k{constructor(e){super(parleyWork>${MAX_AT_ONCE}?"${BOUND}":e,\`InvalidPDFException\`)}}`,
	],
	...["mapCidRange", "mapBfRange"].map((name): [string, string, string] => [
		`a range of a font's codes, ${name}`,
		`${name}(e,t,n){if(t-e>at)`,
		`${name}(e,t,n){parleySpend(${COST.mapped}*Math.max(0,t-e));if(!this.builtInCMap&&t>${MAX_CODE}||(this.mapped=(this.mapped??0)+t-e)>${MAX_MAPPED})`,
	]),
	[
		"a code far out, which makes a table of as many",
		"mapOne(e,t){this._map[e]=t}",
		`mapOne(e,t){if(e<=${MAX_CODE}||this.builtInCMap)this._map[e]=t}`,
	],
	[
		"a page whose drawing is in several streams",
		"r instanceof BaseStream&&r.isAsync&&t.push(r.asyncGetBytes().then(t=>{t&&(e[n]=new Ee(t,0,t.length,r.dict))}))}",
		`if(r instanceof BaseStream&&r.isAsync){let i=await r.asyncGetBytes();if(i){if((t.size=(t.size??0)+i.length)>${MAX_STREAM_BYTES})${stop("stream")};e[n]=new Ee(i,0,i.length,r.dict)}}}`,
	],
	[
		"a font's table that can't be read on",
		"warn$1(`Invalid cMap data: `+e);continue",
		`if(String(e?.message).startsWith("${BOUND}"))throw e;warn$1(\`Invalid cMap data: \`+e);continue`,
	],
	["a font's letters", "let n=Array(t.length);return t.forEach(", "let n=[];return t.forEach("],
	[
		"a font's program",
		"if(h.isEmpty)throw new FormatError$1(`FontFile is empty`)}",
		`if(h.isEmpty)throw new FormatError$1(\`FontFile is empty\`);if(h.getBytes().length>${MAX_FONT_BYTES})h=null;else h.reset()}`,
	],
	[
		"a font",
		"async translateFont({descriptor:e,",
		"async translateFont(e){await parleyPause();return this.parleyFont(e)}async parleyFont({descriptor:e,",
	],
	[
		"when a page's reader pauses",
		"check(){return++this.checked<TimeSlotManager.CHECK_TIME_EVERY?!1:(this.checked=0,this.endTime<=Date.now())}",
		`check(){return parleyWork>${PAUSE_AT}}`,
	],
	[
		"the pause",
		"m){next(Cr);return}flushTextContentItem(),enqueueChunk(),e()",
		`m){next(parleyPause());return}flushTextContentItem(),enqueueChunk(),o.enqueue({items:[],styles:{"${MARKS.work}":{work:parleyAll}},lang:null},0),e()`,
	],
	[
		"a page's operators",
		"for(;!(m=M.check())&&(y.length=0,p.args=y,k.read(p));){j=i.state,",
		`for(;!(m=M.check())&&(y.length=0,p.args=y,k.read(p));){parleySpend(${COST.operator});if((t.operators=(t.operators??0)+1)>${MAX_OPERATORS}||(C.operators=(C.operators??0)+1)>${MAX_ALL_OPERATORS})${stop("operators")};j=i.state,`,
	],
	[
		"a piece of text",
		"function buildTextContentItem({chars:e,extraSpacing:t}){",
		`function buildTextContentItem({chars:e,extraSpacing:t}){if(j.font?.error!==void 0&&!k.parleyLetters){k.parleyLetters=!0;o.enqueue({items:[],styles:{"${MARKS.letters}":{}},lang:null},0)}parleySpend(${COST.text}+${COST.glyph}*(e?.length??0));`,
	],
	[
		"a page that was read in part",
		"if(this.options.ignoreErrors){warn$1(`getTextContent - ignoring errors during",
		`if(String(e?.message).startsWith("${BOUND}")){flushTextContentItem();_.styles["${MARKS.cut}"]={};o.enqueue(_,_.items.length);return}if(this.options.ignoreErrors){warn$1(\`getTextContent - ignoring errors during`,
	],
	[
		"a picture",
		"if(_.name!==`Form`){D.set(h,m.objId,!0),e();return}let y=new StateManager(i.state.clone())",
		`if(_.name!==\`Form\`){D.set(h,m.objId,!0);o.enqueue({items:[],styles:{"${MARKS.picture}":{}},lang:null},0);e();return}let y=new StateManager(i.state.clone())`,
	],
];

/** Writes the reader to where it is bundled from, if it isn't there as it should be. */
export function writePdfjs(): void {
	let text = readFileSync(fileURLToPath(import.meta.resolve("unpdf/pdfjs")), "utf8");
	for (const [what, from, to] of changes) {
		if (text.split(from).length !== 2) throw new Error(`scripts/pdfjs.ts: pdf.js has no such place any more: ${what}.`);
		text = text.replace(from, () => to);
	}
	mkdirSync(dirname(OUT), { recursive: true });
	try {
		if (readFileSync(OUT, "utf8") === text) return;
	} catch {
		// It isn't there yet.
	}
	writeFileSync(OUT, text);
}
