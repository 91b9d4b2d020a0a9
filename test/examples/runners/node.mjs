import { text } from "node:stream/consumers";
const { leaveLink } = await import(process.argv[2]);
const fields = (await text(process.stdin)).split("\x1f");
for (let i = 0; i + 5 <= fields.length; i += 5) {
  const [origin, list, contact, secret, domain] = fields.slice(i, i + 5);
  const more = domain === "" ? {} : { mailtoDomain: domain };
  await leaveLink({ origin, list, contact, secret, ...more }).then(
    ({ url, headers }) => console.log(["made", url, ...Object.values(headers)].join("\t")),
    (error) => console.log("refused\t" + error.message),
  );
}
