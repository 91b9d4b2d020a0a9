import { describe, expect, it } from "vitest";

import { readAnswers } from "./answers.ts";

const read = (text: string, methods = ["GET"], ended = false) =>
  readAnswers(Buffer.from(text), methods, ended);

const OK = "HTTP/1.1 200 OK\r\n";

describe("readAnswers", () => {
  it("reads a body by its length, by its chunks, and to the end", () => {
    expect(read(`${OK}Content-Length: 3\r\n\r\nabc`)).toMatchObject([{ body: "abc" }]);
    expect(
      read(`${OK}Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n`),
    ).toMatchObject([{ body: "abc" }]);
    expect(read(`${OK}\r\nabc`, ["GET"], true)).toMatchObject([{ body: "abc" }]);
  });

  it("waits for what has not come yet", () => {
    for (const part of [OK, `${OK}Content-Length: 3\r\n\r\nab`, `${OK}\r\nabc`]) {
      expect(read(part)).toEqual([]);
    }
    expect(read(`${OK}Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n`)).toEqual([]);
  });

  it("reads several, passes over 100 Continue, and knows that HEAD has no body", () => {
    const two = `${OK}Content-Length: 9\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n`;
    const answers = read(`HTTP/1.1 100 Continue\r\n\r\n${two}`, ["HEAD", "GET"]);
    expect(answers.map(({ status }) => status)).toEqual([200, 404]);
  });

  it("names headers in lower case", () => {
    const [answer] = read(`${OK}X-Robots-TAG:  noindex \r\nContent-Length: 0\r\n\r\n`);
    expect(answer?.headers.get("x-robots-tag")).toBe("noindex");
  });
});
