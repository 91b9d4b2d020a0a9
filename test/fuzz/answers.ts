/** Reads HTTP/1.x answers off the bytes of a connection (RFC 9112). Strict: what is not HTTP is no answer. Pure. */

export interface Answer {
  status: number;
  /** By name in lower case. */
  headers: ReadonlyMap<string, string>;
  body: string;
}

const CRLF = "\r\n";
const HEAD_END = `${CRLF}${CRLF}`;

/**
 * Reads every answer that is complete.
 *
 * @param methods the requests' methods, in their order: HEAD is answered without a body
 * @param ended whether nothing more will come: what then has no length ends there
 */
export function readAnswers(
  received: Buffer,
  methods: readonly string[],
  ended: boolean,
): Answer[] {
  const answers: Answer[] = [];
  let text = received.toString("latin1");
  while (answers.length < methods.length) {
    const read = readAnswer(text, methods[answers.length] ?? "", ended);
    if (read === undefined) break;
    text = read.rest;
    if (read.answer.status >= 200) answers.push(read.answer);
  }
  return answers;
}

function readAnswer(text: string, method: string, ended: boolean) {
  const headEnd = text.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const [first = "", ...lines] = text.slice(0, headEnd).split(CRLF);
  const [, code] = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first) ?? [];
  if (code === undefined) return undefined;
  const headers = new Map(lines.map(readHeader));
  const status = Number(code);
  const bodiless = method === "HEAD" || status < 200 || status === 204 || status === 304;
  const after = text.slice(headEnd + HEAD_END.length);
  const read = bodiless ? { body: "", rest: after } : readBody(after, headers, ended);
  return read && { answer: { status, headers, body: utf8(read.body) }, rest: read.rest };
}

function readHeader(line: string): [name: string, value: string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

function readBody(text: string, headers: ReadonlyMap<string, string>, ended: boolean) {
  if (headers.get("transfer-encoding") === "chunked") return readChunks(text);
  const length = headers.get("content-length");
  if (length === undefined) return ended ? { body: text, rest: "" } : undefined;
  const size = Number(length);
  return text.length < size ? undefined : { body: text.slice(0, size), rest: text.slice(size) };
}

function readChunks(text: string) {
  let body = "";
  for (let at = 0; ;) {
    const lineEnd = text.indexOf(CRLF, at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(text.slice(at, lineEnd), 16);
    const start = lineEnd + CRLF.length;
    const end = start + size;
    if (!(text.length >= end + CRLF.length)) return undefined;
    if (size === 0) return { body, rest: text.slice(end + CRLF.length) };
    body += text.slice(start, end);
    at = end + CRLF.length;
  }
}

function utf8(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}
