/** The sandbox's key and secret. They open nothing outside this machine. */

/** The only key that the stand-in accepts. */
export const API_KEY = "re_sandbox_key";

/** Of `test/vectors.json`; the Worker, the mailbox and the tests sign with it. */
export const LINK_SECRET = "correct-horse-battery-staple-0123456789";
