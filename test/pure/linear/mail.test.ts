/** Anybody can send a mail: no text of one takes longer than its length. */
import { mails } from "./list/mail.ts";
import { testGrowth } from "./measured.ts";

testGrowth([mails]);
