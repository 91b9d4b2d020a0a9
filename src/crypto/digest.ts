/** SHA-256 with Web Crypto. */

import { encodeBase64 } from "./base64.ts";

/** The digest of a text's UTF-8 in base64, as a Content-Security-Policy names a style sheet (CSP 3, section 2.3.1). */
export async function sha256Base64(text: string): Promise<string> {
  return encodeBase64(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
