/** The command `link --open`: whose link it is, and whether its signature holds. */

import { describe, expect, it } from "vitest";

import { ADDRESS_LINK, ID_LINK, link, OTHER_SECRET, SECRET } from "./run.ts";

const open = (url: string, secrets = SECRET) => link(["--open", url], { secrets });

describe("link --open", () => {
  it("says whose link it is, and that the signature holds", async () => {
    expect(await open(ID_LINK)).toEqual({
      exitCode: 0,
      stdout:
        "contact    e169aa45-1ecf-4183-9955-b1499d5701d3\n" +
        "list       weekly\n" +
        "signature  holds (the first secret in LINK_SECRETS, which signs)\n",
      stderr: "",
    });
    expect((await open(ADDRESS_LINK)).stdout).toContain("contact    steve.wozniak@gmail.com\n");
  });

  it("says which secret signed", async () => {
    const { exitCode, stdout } = await open(ID_LINK, `${OTHER_SECRET} ${SECRET}`);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("signature  holds (secret 2 of 2 in LINK_SECRETS");
  });

  it.each([
    ["in a header's brackets", `<${ID_LINK}>`],
    ["with junk behind it", `${ID_LINK}?utm_source=news`],
    ["in capitals", ID_LINK.toUpperCase().replace("HTTPS", "https").replace("/LEAVE/", "/leave/")],
    ["as a path", new URL(ID_LINK).pathname],
    ["as a mailto:", `mailto:weekly.${ID_LINK.split("/").at(-1)}@leave.acme.com`],
    ["of an undo", `${ID_LINK}/undo`],
    ["of a receipt", `${ID_LINK}/receipt/${"0".repeat(32)}`],
  ])("opens a link %s", async (_, url) => {
    const { exitCode, stdout } = await open(url);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("e169aa45-1ecf-4183-9955-b1499d5701d3");
  });

  it("says of a forged link what it claims, and that the signature does not hold", async () => {
    const forged = await open(ID_LINK, OTHER_SECRET);
    expect(forged.exitCode).toBe(1);
    expect(forged.stdout).toContain("contact    claims e169aa45-1ecf-4183-9955-b1499d5701d3\n");
    expect(forged.stdout).toContain("signature  does not hold");
    const otherList = await open(ID_LINK.replace("weekly", "daily"));
    expect(otherList.exitCode).toBe(1);
    expect(otherList.stdout).toContain("list       claims daily\n");
  });

  it.each(["", "garbage", "https://acme.com/", ID_LINK.slice(0, -1), "mailto:weekly@acme.com"])(
    "says of %j that it is no link",
    async (url) => {
      const { exitCode, stdout } = await open(url);
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(/^This is no link to leave a list/);
    },
  );
});
