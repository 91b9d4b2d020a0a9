/**
 * A program for each language: reads inputs, five fields each and each field ended by `END`, and prints a line for each,
 * its fields separated by tabs. A scripting language's gets the example's path.
 */

/** No input holds it. */
export const END = "\x1f";

export const RUNNERS = {
  "node.mjs": String.raw`import { text } from "node:stream/consumers";
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
`,
  "php.php": String.raw`<?php
require $argv[1];
foreach (array_chunk(array_slice(explode("\x1f", stream_get_contents(STDIN)), 0, -1), 5) as $fields) {
    $fields[4] = $fields[4] === '' ? null : $fields[4];
    try {
        $link = LeaveThisList\leaveLink(...$fields);
        echo implode("\t", ['made', $link['url'], ...array_values($link['headers'])]), "\n";
    } catch (InvalidArgumentException $error) {
        echo "refused\t{$error->getMessage()}\n";
    }
}
`,
  "python.py": String.raw`import sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
from leave_link import leave_link
fields = sys.stdin.buffer.read().decode().split("\x1f")
for i in range(0, len(fields) - 4, 5):
    origin, name, contact, secret, domain = fields[i : i + 5]
    try:
        link = leave_link(origin=origin, list_name=name, contact=contact, secret=secret, mailto_domain=domain or None)
        print("made", link.url, *link.headers.values(), sep="\t")
    except ValueError as error:
        print("refused", error, sep="\t")
`,
  "ruby.rb": String.raw`require ARGV.fetch(0)
$stdin.set_encoding("UTF-8")
$stdin.read.split("\x1f", -1).each_slice(5) do |origin, list, contact, secret, domain|
  next if domain.nil?
  link = LeaveThisList.link(origin: origin, list: list, contact: contact, secret: secret,
                            mailto_domain: domain.empty? ? nil : domain)
  puts ["made", link[:url], *link[:headers].values].join("\t")
rescue ArgumentError => e
  puts "refused\t#{e.message}"
end
`,
  "runner.go": String.raw`package main

import ("fmt"; "io"; "os"; "strings")

func main() {
	input, _ := io.ReadAll(os.Stdin)
	for f := strings.Split(string(input), "\x1f"); len(f) >= 5; f = f[5:] {
		link, err := NewLeaveLink(LeaveLinkParams{f[0], f[1], f[2], f[3], f[4]})
		if err != nil {
			fmt.Printf("refused\t%v\n", err)
			continue
		}
		fmt.Printf("made\t%s\t%s\t%s\n", link.URL, link.Headers["List-Unsubscribe"], link.Headers["List-Unsubscribe-Post"])
	}
}
`,
  "main.rs": String.raw`mod leave_link;

fn main() {
    let input = std::io::read_to_string(std::io::stdin()).unwrap();
    for field in input.split('\x1f').collect::<Vec<_>>().chunks_exact(5) {
        let domain = Some(field[4]).filter(|domain| !domain.is_empty());
        match leave_link::leave_link(field[0], field[1], field[2], field[3], domain) {
            Ok(link) => println!("made\t{}\t{}\t{}", link.url, link.headers[0].1, link.headers[1].1),
            Err(message) => println!("refused\t{message}"),
        }
    }
}
`,
  "Runner.java": String.raw`public class Runner {
    public static void main(String[] args) throws Exception {
        String[] f = new String(System.in.readAllBytes(), "UTF-8").split("\037", -1);
        for (int i = 0; i + 5 <= f.length; i += 5) {
            try {
                LeaveLink link = LeaveLink.of(f[i], f[i + 1], f[i + 2], f[i + 3], f[i + 4].isEmpty() ? null : f[i + 4]);
                System.out.println(String.join("\t", "made", link.url(),
                        link.headers().get("List-Unsubscribe"), link.headers().get("List-Unsubscribe-Post")));
            } catch (IllegalArgumentException e) {
                System.out.println("refused\t" + e.getMessage());
            }
        }
    }
}
`,
  "Runner.cs": String.raw`using System;

public static class Runner {
    public static void Main() {
        Console.InputEncoding = new System.Text.UTF8Encoding(false);
        var f = Console.In.ReadToEnd().Split('\x1f');
        for (var i = 0; i + 5 <= f.Length; i += 5) {
            try {
                var link = LeaveLink.Create(f[i], f[i + 1], f[i + 2], f[i + 3], f[i + 4]);
                Console.WriteLine("made\t" + link.Url + "\t" + string.Join("\t", link.Headers.Values));
            } catch (ArgumentException error) {
                Console.WriteLine("refused\t" + error.Message.Replace('\n', ' '));
            }
        }
    }
}
`,
  "shell.sh": String.raw`source "$1"
while IFS= read -r -d $'\x1f' origin && IFS= read -r -d $'\x1f' list && IFS= read -r -d $'\x1f' contact &&
  IFS= read -r -d $'\x1f' secret && IFS= read -r -d $'\x1f' domain; do
  if message=$(leave_link "$origin" "$list" "$contact" "$secret" "$domain" 2>&1); then
    leave_link "$origin" "$list" "$contact" "$secret" "$domain"
    printf 'made\t%s\t%s\t%s\n' "$leave_url" "$list_unsubscribe" "$list_unsubscribe_post"
  else
    printf 'refused\t%s\n' "$message"
  fi
done
`,
} as const;
