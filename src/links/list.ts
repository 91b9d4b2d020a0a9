/** What a link's list may be: a name from `LISTS`, or a Resend segment ID. Pure. */

import { isUuid } from "./contact.ts";

const LIST = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** Whether the text can be a list's name in `LISTS`. A text shaped like a segment ID cannot. */
export function isListName(text: string): boolean {
  return LIST.test(text) && !isUuid(text);
}

/** Whether the text is a Resend segment ID: a lower-case UUID. */
export function isSegmentId(text: string): boolean {
  return isUuid(text);
}

/** @throws TypeError when the list is neither a name nor a segment ID */
export function checkList(list: string): void {
  if (typeof list !== "string" || !LIST.test(list)) {
    throw new TypeError(
      "list: must be a name from LISTS (a-z, 0-9 and dashes, at most 40 characters) or a segment ID in lower case",
    );
  }
}
