// Makes a leave-this-list link and the two headers of one-click unsubscribe (RFC 8058).
// No package needed; docs/link-format.md says what a link is made of.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

public sealed class LeaveLink
{
    private const string Origin = @"^(https://[a-z0-9.-]+|http://(localhost|127\.0\.0\.1|\[::1\]))(:[0-9]+)?\z";
    private const string List = @"^[a-z0-9][a-z0-9-]{0,39}\z";
    private const string Uuid = @"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z";
    private const string Mailto =
        @"(?i)^([a-z0-9]+([._-][a-z0-9]+)*@)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]\z";

    // What must not be signed, since such a link could never work.
    private static readonly string[][] ContactFaults =
    {
        new[] { @"[<>()[\]{},;:\\""]", "has a mark such as < , or : in it; give the address alone, such as mira@example.com" },
        new[]
        {
            @"[\p{Z}\p{Cc}\p{Cf}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u3164\uFE00-\uFE0F\uFFA0\uDB40-\uDB43]"
                + @"|\u08E2|\uD804[\uDCBD\uDCCD]|\uD80D[\uDC30-\uDC3F]|\uD82F[\uDCA0-\uDCA3]|\uD834[\uDD73-\uDD7A]",
            "has white space or an invisible character in it; remove it",
        },
        new[] { @"@.*@", "has more than one @; give one address" },
        new[] { @"@\.|\.\z", "has a dot at an end of its domain; remove it" },
        new[] { @"(?i)%(2[bde]|3[0-9]|4[0-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9a])", "is percent-encoded; decode it first" },
        new[] { @"^[^@]*\z|^@|@\z", "must be a Resend contact ID, or an email address" },
    };

    private static readonly string[][] SecretFaults =
    {
        new[] { @"^\z", "is missing" },
        new[] { @"[\s,]", "has a comma or white space in it, and so looks like several" },
        new[] { @"[""'`()[\]{}<>$;]", "has a quote, a bracket, $ or ; in it, which shells and settings files change" },
        new[] { @"[^!-~]", "has a character outside printable ASCII" },
        new[] { @"^[A-Za-z_][A-Za-z0-9_]*=[^=]", "starts with a variable's name and =" },
        new[] { @"^.{1,31}\z", "must have at least 32 characters" },
    };

    // Throws where a text is not well-formed, instead of signing a question mark.
    private static readonly Encoding Utf8 = new UTF8Encoding(false, true);

    private LeaveLink(string url, Dictionary<string, string> headers)
    {
        Url = url;
        Headers = headers;
    }

    public string Url { get; }

    public Dictionary<string, string> Headers { get; }

    /// <summary>Signs the link with which one contact leaves one list.</summary>
    /// <param name="origin">Where the Worker answers, such as https://acme.com.</param>
    /// <param name="list">A name from LISTS, or a segment ID.</param>
    /// <param name="contact">A Resend contact ID, or an email address.</param>
    /// <param name="secret">The first of the Worker's LINK_SECRETS.</param>
    /// <param name="mailtoDomain">The Worker's MAILTO_DOMAIN, if it has one.</param>
    public static LeaveLink Create(string origin, string list, string contact, string secret, string mailtoDomain = "")
    {
        Check(Regex.IsMatch(origin, Origin), "must be https and a host alone, such as https://acme.com", nameof(origin));
        Check(Regex.IsMatch(list, List),
            "must be a name from LISTS (a-z, 0-9, dashes, at most 40) or a segment ID", nameof(list));
        Check(mailtoDomain == "" || Regex.IsMatch(mailtoDomain, Mailto),
            "must be a domain alone, or an address such as u@acme.com", nameof(mailtoDomain));
        var problem = Problem(SecretFaults, secret ?? "");
        Check(problem == null, $"{problem}; use the first of the Worker's LINK_SECRETS", nameof(secret));

        var id = contact.ToLowerInvariant();
        var byId = Regex.IsMatch(id, Uuid);
        problem = byId ? null : Problem(ContactFaults, contact);
        Check(problem == null, problem, nameof(contact));
        Check(Utf8.GetByteCount(contact) <= 254, "has more than 254 bytes, which no mail server takes", nameof(contact));

        var who = byId ? "c" + Base32(FromHex(id.Replace("-", ""))) : "e" + Base32(Utf8.GetBytes(contact));
        var signed = $"leave:v1:{list}:{(byId ? id : contact)}";
        byte[] mac;
        using (var hmac = new HMACSHA256(Utf8.GetBytes(secret)))
        {
            mac = hmac.ComputeHash(Utf8.GetBytes(signed));
        }
        var ticket = who + Base32(mac.Take(16));

        var url = $"{origin}/leave/{list}/{ticket}";
        var unsubscribe = $"<{url}>";
        // Only a contact ID and a list's name fit into the 64 characters before an address's @.
        if (mailtoDomain != "" && byId && !Regex.IsMatch(list, Uuid))
        {
            var name = $"{list}.{ticket}";
            var address = mailtoDomain.Contains("@") ? mailtoDomain.Replace("@", $"+{name}@") : $"{name}@{mailtoDomain}";
            var length = address.IndexOf('@');
            Check(length <= 64, $"makes the mailto: address {length} characters long before its @, and 64 is the limit; "
                + "shorten the list's name, or leave mailtoDomain out", nameof(list));
            unsubscribe += $", <mailto:{address}>";
        }

        return new LeaveLink(url, new Dictionary<string, string>
        {
            ["List-Unsubscribe"] = unsubscribe,
            ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click",
        });
    }

    private static void Check(bool holds, string message, string name)
    {
        if (!holds) throw new ArgumentException(message, name);
    }

    private static string Problem(string[][] faults, string text) =>
        faults.FirstOrDefault(fault => Regex.IsMatch(text, fault[0]))?[1];

    private static byte[] FromHex(string hex) =>
        Enumerable.Range(0, hex.Length / 2).Select(i => Convert.ToByte(hex.Substring(2 * i, 2), 16)).ToArray();

    private static string Base32(IEnumerable<byte> bytes)
    {
        var bits = string.Concat(bytes.Select(b => Convert.ToString(b, 2).PadLeft(8, '0')));
        var text = new StringBuilder();
        for (var i = 0; i < bits.Length; i += 5)
        {
            var digit = bits.Substring(i, Math.Min(5, bits.Length - i)).PadRight(5, '0');
            text.Append("abcdefghijklmnopqrstuvwxyz234567"[Convert.ToInt32(digit, 2)]);
        }
        return text.ToString();
    }
}
