// Lets `leave-this-list/link` mean its source in `src/`, so that nothing has to be built first.

import { registerHooks } from "node:module";
import manifest from "../../../package.json" with { type: "json" };

const built = manifest.exports["./link"].default;
const source = built.replace(/^\.\/dist\/(.*)\.js$/, "../../../src/$1.ts");
const library = new URL(source, import.meta.url).href;

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    nextResolve(specifier === "leave-this-list/link" ? library : specifier, context),
});
