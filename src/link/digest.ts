/** SHA-256 with Web Crypto. */

/** The digest of a text's UTF-8 in base64, as a Content-Security-Policy names a style sheet (CSP 3, section 2.3.1). */
export async function sha256Base64(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}
