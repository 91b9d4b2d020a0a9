/** Ends what a test has left running: an Outbox with rows goes on trying for ever, as it should. */

import { reset } from "cloudflare:test";
import { afterEach } from "vitest";

afterEach(() => reset());
