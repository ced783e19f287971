/** What visitors write, and what is answered, is read where others wait: no text of theirs takes longer than its length. */
import { vi } from "vitest";
import { answering } from "./list/answer.ts";
import { conversation } from "./list/conversation.ts";
import { language } from "./list/language.ts";
import { protocol } from "./list/protocol.ts";
import { testGrowth } from "./measured.ts";

// What is refused is logged.
vi.spyOn(console, "warn").mockImplementation(() => {});

testGrowth([answering, conversation, language, protocol]);
