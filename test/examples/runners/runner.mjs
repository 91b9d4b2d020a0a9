import { text } from "node:stream/consumers";
import { leaveLink } from "../../../examples/node/leave-link.mjs";

const fields = (await text(process.stdin)).split("\0");
for (let i = 0; i + 5 <= fields.length; i += 5) {
  const [origin, list, contact, secret, mailtoDomain] = fields.slice(i, i + 5);
  try {
    const { url, headers } = await leaveLink({
      origin,
      list,
      contact,
      secret,
      ...(mailtoDomain === "" ? {} : { mailtoDomain }),
    });
    const values = [headers["List-Unsubscribe"], headers["List-Unsubscribe-Post"]];
    console.log(["made", url, ...values].join("\t"));
  } catch (error) {
    console.log(`refused\t${error.message}`);
  }
}
