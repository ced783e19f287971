/** Pages and files are read by the object that answers visitors: none takes longer than its length, whatever is in it. */
import { files } from "./list/files.ts";
import { html } from "./list/html.ts";
import { knowledge } from "./list/knowledge.ts";
import { pdf } from "./list/pdf.ts";
import { testGrowth } from "./measured.ts";

testGrowth([files, html, knowledge, pdf]);
