/** HTTP calls for the workspace's mail. */
import { MailReport } from "../../src/protocol/settings/mail.ts";
import { call } from "../api.ts";

export const mailReport = (signal: AbortSignal) => call("/mail", { schema: MailReport, signal });
export const sendTest = () => call("/mail/test", { method: "POST", body: {}, schema: MailReport });
