/** Ends what a test has left running: a Ledger with a queue goes on trying, as it should. */

import { reset } from "cloudflare:test";
import { afterEach } from "vitest";

afterEach(() => reset());
