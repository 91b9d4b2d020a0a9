/** The package as a sender gets it: packed, installed into an empty project, run and type-checked there. */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { SETTING_NAMES } from "../../src/settings/settings.ts";
import vectors from "../vectors.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");
const VECTORS = join(ROOT, "test/vectors.json");

/** What a sender's script does with the package, for each of the vectors. */
const SCRIPT = `
  import { readFileSync } from "node:fs";
  import * as all from "leave-this-list/link";
  const { tickets } = JSON.parse(readFileSync(process.argv[2], "utf8"));
  const origin = "https://acme.com";
  const signed = [];
  for (const { secret, list, contact } of tickets) {
    const url = await all.leaveUrl({ origin, secret, list, contact });
    const headers = await all.leaveHeaders({ origin, secret, list, contact });
    const [link] = await all.leaveLinks({ origin, secret, list, contacts: [contact] });
    signed.push({ url, link, headers });
  }
  const refusal = await all.leaveUrl({ origin, list: "weekly", contact: "a@b.c" }).catch(String);
  console.log(JSON.stringify({ names: Object.keys(all), signed, refusal }));
`;

const TYPED = `
  import { leaveHeaders, type LeaveHeadersInput, leaveLinks, leaveUrl } from "leave-this-list/link";

  const input: LeaveHeadersInput = { origin: "https://acme.com", list: "weekly", contact: "a@b.c", secret: "s" };
  export const url: string = await leaveUrl(input);
  export const headers: Record<string, string> = await leaveHeaders({ ...input, mailtoDomain: undefined });
  export const links: string[] = await leaveLinks({ ...input, contacts: new Set(["a@b.c"]) });
  // @ts-expect-error: a secret is needed
  await leaveUrl({ origin: "https://acme.com", list: "weekly", contact: "a@b.c" });
`;

const [FIRST] = vectors.tickets;
const COMMONJS = `
  import { leaveHeaders, type LeaveHeadersInput, leaveUrl } from "leave-this-list/link";

  const input: LeaveHeadersInput = { origin: "https://acme.com", ...${JSON.stringify(FIRST)} };
  export const headers: Promise<Record<string, string>> = leaveHeaders(input);
  export const url: Promise<string> = leaveUrl(input);
`;

/** What the package is built from. It is copied, since `npm pack` exchanges the README for a moment. */
const SOURCE = "src package.json tsconfig.json tsconfig.build.json README.md LICENSE .github".split(
  " ",
);

let temporary = "";
let source = "";
let project = "";

const installed = (...path: string[]) => join(project, "node_modules/leave-this-list", ...path);

/** Runs Node in the sender's project. */
const node = (...args: string[]) =>
  spawnSync(process.execPath, args, { cwd: project, encoding: "utf8" });

const npm = (cwd: string, ...args: string[]) => spawnSync("npm", args, { cwd, encoding: "utf8" });

/** The TypeScript that a README shows. */
function codeOf(readme: string): string {
  const text = readFileSync(readme, "utf8");
  return Array.from(text.matchAll(/^```ts\n(.*?)^```$/gms), ([, code]) => code).join("\n");
}

beforeAll(() => {
  temporary = mkdtempSync(join(tmpdir(), "package-"));
  source = join(temporary, "source");
  project = join(temporary, "sender");
  for (const path of SOURCE) cpSync(join(ROOT, path), join(source, path), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(source, "node_modules"));
  mkdirSync(join(project, "readme/node_modules"), { recursive: true });
  symlinkSync(join(ROOT, "node_modules/resend"), join(project, "readme/node_modules/resend"));
  writeFileSync(join(project, "package.json"), '{ "type": "module", "private": true }');
  const { stdout } = npm(source, "pack", "--silent", "--pack-destination", project);
  npm(project, "install", "--offline", "--no-audit", "--no-fund", `./${stdout.trim()}`);
  const files = {
    "send.js": SCRIPT,
    "send.ts": TYPED,
    "common.cts": COMMONJS,
    "readme/repository.ts": codeOf(join(ROOT, "README.md")),
    "readme/package.ts": codeOf(installed("README.md")),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
}, 120_000);

afterAll(() => {
  if (temporary !== "") rmSync(temporary, { recursive: true });
});

it("describes each setting for the form of Deploy to Cloudflare", () => {
  const manifest = readFileSync(join(ROOT, "package.json"), "utf8");
  const { cloudflare } = JSON.parse(manifest) as { cloudflare: { bindings: object } };
  expect(Object.keys(cloudflare.bindings).toSorted()).toEqual(SETTING_NAMES.toSorted());
});

describe("the packed package", () => {
  it("has the built code with its types and nothing else, and needs no other package", () => {
    const files = ["LICENSE", "README.md", "dist", "package.json"];
    expect(readdirSync(installed()).toSorted()).toEqual(files);
    for (const file of readdirSync(installed("dist"), { recursive: true, encoding: "utf8" })) {
      expect(file).toMatch(
        /^(?:cjs|(?:cjs\/)?(?:package\.json|(?:crypto|links)(?:$|\/[a-z0-9-]+\.(?:js|d\.ts))))$/,
      );
    }
    const packages = readdirSync(join(project, "node_modules"));
    expect(packages.filter((name) => !name.startsWith("."))).toEqual(["leave-this-list"]);
  });

  it("has a README of its own, and leaves the repository's as it was", () => {
    const ours = readFileSync(join(ROOT, "README.md"), "utf8");
    expect(readFileSync(join(source, "README.md"), "utf8")).toBe(ours);
    const readme = readFileSync(installed("README.md"), "utf8");
    expect([ours.length < 9_000, readme.length < 2_500]).toEqual([true, true]);
    for (const text of [ours, readme]) expect(text).toMatch(/^```ts\nimport .*leaveHeaders/ms);
  });

  it("knows the repository's address from one setting, which the README's button gets, too", () => {
    npm(source, "pkg", "delete", "repository");
    expect(npm(source, "run", "button").stderr).toContain("package.json has no repository; see");
    const url = "repository.url=git+https://github.com/acme/lists.git";
    npm(source, "pkg", "set", "repository.type=git", url);
    for (const _ of "12") expect(npm(source, "run", "button").status).toBe(0);
    const href = /href="https:\/\/deploy\.workers\.cloudflare\.com\/\?url=(.*?)"/g;
    const readme = readFileSync(join(source, "README.md"), "utf8");
    const addresses = Array.from(readme.matchAll(href), ([, address]) => address);
    expect(addresses).toEqual(["https://github.com/acme/lists"]);
  });

  it("signs every test vector in plain Node", () => {
    const { names, signed, refusal } = JSON.parse(node("send.js", VECTORS).stdout) as {
      names: string[];
      signed: unknown[];
      refusal: string;
    };
    expect(names.toSorted()).toEqual(["leaveHeaders", "leaveLinks", "leaveUrl"]);
    expect(signed).toEqual(
      vectors.tickets.map(({ list, ticket }) => {
        const url = `https://acme.com/leave/${list}/${ticket}`;
        const headers = {
          "List-Unsubscribe": `<${url}>`,
          "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        };
        return { url, link: url, headers };
      }),
    );
    expect(refusal).toMatch(/^TypeError: secret: is missing/);
  });

  it.each([
    ["node16", "node16"],
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ])("type-checks with module %s and moduleResolution %s", (module, moduleResolution) => {
    const options = `--strict --exactOptionalPropertyTypes --noEmit --target es2022 --module ${module} --moduleResolution ${moduleResolution}`;
    const bare = node(TSC, ...options.split(" "), "--lib", "es2022", "send.ts");
    expect([bare.status, bare.stdout]).toEqual([0, ""]);
    // The code of the READMEs needs Node's types and Resend's SDK, too.
    const typeRoots = join(ROOT, "node_modules/@types");
    const types = ["--types", "node", "--typeRoots", typeRoots, "--skipLibCheck"];
    const { status, stdout } = node(
      TSC,
      ...options.split(" "),
      ...types,
      ...["repository", "package"].map((name) => `readme/${name}.ts`),
    );
    expect([status, stdout]).toEqual([0, ""]);
  });

  it.each(["commonjs", "node16", "nodenext"])(
    "compiles into CommonJS with module %s, and signs without require(esm)",
    (module) => {
      const options = `--strict --target es2022 --lib es2022 --module ${module}`;
      const { status, stdout } = node(TSC, ...options.split(" "), "common.cts");
      expect([status, stdout]).toEqual([0, ""]);
      const script = 'require("./common.cjs").url.then((url) => console.log(url))';
      const { stdout: url } = node("--no-experimental-require-module", "--eval", script);
      expect(url).toBe(`https://acme.com/leave/${FIRST?.list}/${FIRST?.ticket}\n`);
    },
  );

  it("tells TypeScript 5 its types under module commonjs, which reads no exports", () => {
    const { typesVersions } = JSON.parse(readFileSync(installed("package.json"), "utf8")) as {
      typesVersions: { "*": { link: [string] } };
    };
    expect(readFileSync(installed(typesVersions["*"].link[0]), "utf8")).toContain("leaveUrl");
  });

  it("opens what was ever signed, since the test vectors are those of the first release", () => {
    const hash = createHash("sha256").update(readFileSync(VECTORS)).digest("hex");
    expect(hash).toBe("249e5f24d26ef088eba0b2015e9b39d91803e380e8866f0fa6771fed366c0393");
  });

  it("exports nothing but leave-this-list/link", () => {
    const script = 'await import("leave-this-list/dist/crypto/hmac.js")';
    const { stderr } = node("--input-type=module", "--eval", script);
    expect(stderr).toContain("ERR_PACKAGE_PATH_NOT_EXPORTED");
  });
});
